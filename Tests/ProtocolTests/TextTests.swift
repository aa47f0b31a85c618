import Testing

@testable import S6Native

@Suite struct TextTests {
    @Test func `a text is put together from literals, numbers and what has words`() {
        let path: S6Path = "/run/a\u{1b}b", none: Int32? = nil
        let pid: Text = "\(none.map { "\($0)" } ?? "-")"
        let text: Text = "\(path): \(-5 as Int32) of \(UInt16.max), é, \(WaitGoal.up) \(pid)"
        #expect(text.string == "/run/a\\x1bb: -5 of 65535, é, up -")
        #expect(("a" as Text) + "b" == "ab")
    }

    @Test(arguments: [Int64.min, -10, -1, 0, 9, 10, .max]) func `a number has its digits`(number: Int64) {
        #expect(Decimal.digits(number) == Array("\(number)".utf8))
    }

    @Test func `bytes are told from a text of the source`() {
        let bytes = Array("supervise".utf8)
        #expect(bytes.equals("supervise"))
        #expect(!bytes.equals("supervis") && !bytes.equals("supervised") && !bytes.equals(""))
        #expect(bytes[5...].equals("vise") && [UInt8]().equals(""))
    }

    @Test func `the sort sorts`() {
        var numbers = SystemRandomNumberGenerator()
        for count in 0..<200 {
            let list = (0..<count).map { _ in Int.random(in: 0..<50, using: &numbers) }
            var sorted = list
            sorted.heapSort { $0 < $1 }
            #expect(sorted == list.sorted())
        }
    }
}
