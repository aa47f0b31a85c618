import Testing

@testable import S6Native

@Suite struct KernelRecordTests {
    @Test func `a process is told from its stat, whatever its command is called`() {
        let line = "42 (a) b) (c) S 1 40 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654321 5 6"
        let stat = ProcessStat(decoding: Array(line.utf8))
        #expect(stat?.parent == 1 && stat?.group == 40 && stat?.session == 41 && stat?.startTime == 987_654_321)
        #expect(stat?.isZombie == false)
        #expect(ProcessStat(decoding: Array(line.replacingOccurrence(of: ") S", with: ") Z").utf8))?.isZombie == true)
    }

    @Test(arguments: ["", "42", "42 (a)", "42 (a) S 1 2", "42 (a) S x 2 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9 5"])
    func `what is no stat is none`(line: String) {
        #expect(ProcessStat(decoding: Array(line.utf8)) == nil)
    }

    @Test func `a session goes by its leader's start, too`() {
        let line = "42 (sh) S 1 42 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1000 5"
        guard let stat = ProcessStat(decoding: Array(line.utf8)) else { return #expect(Bool(false)) }
        #expect(ProcessSession(leader: 42, startTime: 1000).contains(42, stat))
        #expect(!ProcessSession(leader: 42, startTime: 999).contains(42, stat), "a later process with the number")
        #expect(ProcessSession(leader: 42, startTime: 999).contains(77, stat), "a member that outlived the leader")
        #expect(!ProcessSession(leader: 41, startTime: 1000).contains(42, stat))
    }

    @Test(arguments: [("0", 0), ("7", 7), ("2147483647", 2_147_483_647)])
    func `decimal numbers`(text: String, number: Int32) {
        #expect(Decimal.number(Array(text.utf8)) == number)
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "2147483648", "99999999999999999999", "1a"])
    func `what is no decimal number`(text: String) {
        let number: Int32? = Decimal.number(Array(text.utf8))
        #expect(number == nil)
    }
}

extension String {
    fileprivate func replacingOccurrence(of old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
