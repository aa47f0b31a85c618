import Foundation
@testable import HermesGateways
@testable import S6Native
import Testing

@Suite struct CrashCapTests {
    /// A tally of deaths: seconds, exit code.
    func tally(_ deaths: [(Int64, UInt8)], signal: UInt8 = 0) throws -> DeathTally {
        var bytes: [UInt8] = []
        for (second, code) in deaths {
            let stamp = TAI64N(unixSeconds: 1_700_000_000 + second, nanoseconds: 0)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: stamp.seconds >> UInt64(shift)))
            }
            bytes += [0, 0, 0, 0, code, signal]
        }
        return try DeathTally(decoding: bytes.span)
    }

    let cap = CrashCap(deaths: 3, seconds: 60)

    @Test func `too many in too short a time`() throws {
        #expect(cap.isReached(by: try tally([(0, 1), (10, 1), (41, 1)])) != nil)
        #expect(cap.isReached(by: try tally([(0, 1), (10, 1), (60, 1)])) != nil)
        #expect(cap.isReached(by: try tally([(0, 1), (10, 1), (61, 1)])) == nil)
        #expect(cap.isReached(by: try tally([(0, 1), (10, 1)])) == nil)
        #expect(cap.isReached(by: try tally([])) == nil)
        #expect(cap.isReached(by: try tally([(0, 1), (1000, 1), (1001, 1), (1002, 1)])) != nil)
    }

    @Test func `it is said how it was`() throws {
        let capped = try #require(
            CrashCap(deaths: 5, seconds: 60).isReached(by: tally((0..<5).map { (41 * $0 / 4, 1) }))
        )
        #expect("\(capped)" == "5 deaths in 41 s, last exit 1")
        #expect(
            CappedGateway(line: capped.line)
                == CappedGateway(deaths: 5, seconds: 41, exitCode: 1, signal: 0, at: capped.at)
        )
        let killed = try #require(cap.isReached(by: tally([(0, 137), (1, 137), (2, 137)], signal: 9)))
        #expect("\(killed)" == "3 deaths in 2 s, last killed by signal 9")
        #expect(CappedGateway(line: Array("rubbish".utf8)).deaths == 0, "that it is there says enough")
    }

    @Test func `planned ends and restarts that were asked for are no crashes`() throws {
        #expect(cap.isReached(by: try tally([(0, 0), (1, 75), (2, 0), (3, 75), (4, 1), (5, 1)])) == nil)
        #expect(cap.isReached(by: try tally([(0, 1), (1, 75), (2, 1), (3, 0), (4, 1)])) != nil)
    }

    @Test func `a clock that is set back hides nothing, and one that is set forth makes nothing up`() throws {
        #expect(cap.isReached(by: try tally([(5000, 1), (5010, 1), (10, 1)])) != nil, "back by an hour")
        #expect(cap.isReached(by: try tally([(0, 1), (10, 1), (5000, 1)])) == nil, "forth by an hour")
    }

    @Test(arguments: ["5 60", "5 60\n", " 10\t300 ", "0", "0\n", "1 1", "100 86400"])
    func `a cap is two numbers, or 0`(
        text: String
    ) {
        #expect(CrashCap(Array(text.utf8)) != nil)
    }

    @Test(arguments: ["", "5", "5 0", "-1 60", "5 60 7", "x", "5 x", "101 60", "99999999999999999999 1"])
    func `anything else is no cap`(text: String) { #expect(CrashCap(Array(text.utf8)) == nil) }

    @Test func `0 is never`() throws {
        #expect(CrashCap(deaths: 0, seconds: 0).isReached(by: try tally((0..<100).map { (Int64($0), 1) })) == nil)
    }

    @Test func `the profile's file goes before the variable, and that before five in a minute`() throws {
        let scratch = try Scratch(), home = HermesHome(try scratch.s6)
        func cap(_ variable: String?) -> CrashCap {
            CrashCap(of: .standard, in: home, variable: variable.map { Array($0.utf8) })
        }
        #expect(cap(nil) == CrashCap(deaths: 5, seconds: 60))
        #expect(cap("rubbish") == .standard)
        #expect(cap("7 70") == CrashCap(deaths: 7, seconds: 70))
        try scratch.write("2 20\n", to: "gateway.crash-cap")
        #expect(cap("7 70") == CrashCap(deaths: 2, seconds: 20))
        try scratch.write("two in twenty\n", to: "gateway.crash-cap")
        #expect(cap("7 70") == CrashCap(deaths: 7, seconds: 70))
    }
}
