import Testing

@testable import S6Native

@Suite struct DeathTallyTests {
    let killed = bytes("400000006b00fe2e19970bb1 89 09")
    let exited = bytes("400000006b00fe2f00000000 03 00")

    @Test func `deaths are told oldest first`() throws {
        let tally = try DeathTally(killed + exited)
        #expect(tally.deaths.count == 2)
        #expect(tally.deaths[0].signal == 9 && tally.deaths[0].exitCode == 137)
        #expect(tally.deaths[1].signal == 0 && tally.deaths[1].exitCode == 3)
        #expect(tally.deaths[0].at < tally.deaths[1].at)
    }

    @Test func `an empty file is an empty tally`() throws {
        #expect(try DeathTally([UInt8]()).deaths.isEmpty)
    }

    @Test(arguments: [1, 13, 15, 14 * 4097])
    func `a size that s6 never writes is refused`(size: Int) {
        #expect(throws: MalformedRecord.deathTallySize(size)) {
            try DeathTally([UInt8](repeating: 0x40, count: size))
        }
    }

    @Test func `an impossible time is refused`() {
        #expect(throws: MalformedRecord.stamp) { try DeathTally(exited + [0x80] + exited.dropFirst()) }
    }

    @Test func `the largest tally decodes`() throws {
        let all = Array(repeatElement(exited, count: 4096).joined())
        #expect(try DeathTally(all).deaths.count == 4096)
    }
}
