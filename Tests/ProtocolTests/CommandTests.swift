import Testing

@testable import S6Native

@Suite struct CommandTests {
    @Test func `the alphabet is that of s6 2.15.1, byte for byte`() {
        let letters = Set(ControlCommand.allCases.map { Character($0.letter) })
        #expect(letters == Set("abqhkti12pcyrlPCKoduDUxOQ"))
        #expect(ControlCommand.allCases.count == 25)
    }

    @Test func `the scanner's alphabet is the same in all releases`() {
        #expect(Set(ScanCommand.allCases.map { Character($0.letter) }) == Set("zabhitqnN"))
    }

    @Test func `events have the letters of s6-supervise`() {
        #expect("suUdDOx".utf8.allSatisfy { ServiceEvent(rawValue: $0) != nil })
        #expect(ServiceEvent(rawValue: UInt8(ascii: "Z")) == nil)
    }

    @Test(arguments: [
        (1, "h"), (2, "i"), (3, "q"), (6, "b"), (9, "k"), (10, "1"), (12, "2"), (14, "a"), (15, "t"), (18, "c"),
        (19, "p"),
        (28, "y"),
    ])
    func `a signal has its command`(number: Int32, letter: Character) {
        #expect(ControlCommand(signal: number).map { Character($0.letter) } == letter)
    }

    @Test(arguments: [-1, 0, 4, 11, 13, 17, 64] as [Int32])
    func `a signal that a supervisor cannot send has none`(number: Int32) {
        #expect(ControlCommand(signal: number) == nil)
    }
}
