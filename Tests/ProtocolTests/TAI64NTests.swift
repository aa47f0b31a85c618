import Testing

@testable import S6Native

@Suite struct TAI64NTests {
    /// Around the leap second at the end of 2016: 37 seconds from 2017 on, 36 before, and 23:59:60 itself.
    static let labels: [(UInt64, Int64)] = [
        (0x4000_0000_6B00_FE2E, 1_795_227_145),
        (0x4000_0000_0000_000A, 0),
        (0x4000_0000_0000_0000, -10),
        (0x4000_0000_5868_46A5, 1_483_228_800),
        (0x4000_0000_5868_46A3, 1_483_228_799),
        (0x4000_0000_5868_46A4, 1_483_228_799),
    ]

    @Test(arguments: labels)
    func `labels are seconds of Unix time`(label: UInt64, unix: Int64) throws {
        let record = withUnsafeBytes(of: label.bigEndian, Array.init) + [0, 0, 0, 0]
        #expect(try TAI64N(decoding: record.span, at: 0).unixSeconds == unix)
    }

    @Test func `there and back, at every leap second and far away`() {
        let moments: [Int64] = [
            -1_000_000_000_000, -1, 0, 78_796_799, 78_796_800, 78_796_801, 1_136_073_599, 1_136_073_600, 1_483_228_799,
            1_483_228_800, 1_795_227_145, 4_102_444_800, 1 << 50,
        ]
        for unix in moments {
            #expect(TAI64N(unixSeconds: unix, nanoseconds: 5).unixSeconds == unix)
        }
    }

    static let extremes: [Int64] = [.min, .min + 1, -0x4000_0000_0000_0000, 0x3FFF_FFFF_FFFF_FFFF, .max]

    @Test(arguments: extremes)
    func `a moment that no label can say is held to the nearest`(unix: Int64) {
        let label = TAI64N(unixSeconds: unix, nanoseconds: .max)
        #expect(label.seconds < 1 << 63)
        #expect(label.nanoseconds == 999_999_999)
        _ = label.unixSeconds
    }

    @Test func `24 hexadecimal digits`() {
        let label = TAI64N(unixSeconds: 1_795_227_145, nanoseconds: 0x1997_0BB1)
        #expect(label.hexadecimal == "400000006b00fe2e19970bb1")
    }

    @Test func `they are in the order of time`() {
        let early = TAI64N(unixSeconds: 5, nanoseconds: 7), late = TAI64N(unixSeconds: 5, nanoseconds: 8)
        #expect(early < late && late < TAI64N(unixSeconds: 6, nanoseconds: 0))
    }

    @Test func `now is now`() {
        #expect(TAI64N.now.unixSeconds > 1_700_000_000)
    }
}
