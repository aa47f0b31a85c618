/// A moment as s6 writes it: a TAI64N label, 2^62 plus TAI seconds, and nanoseconds.
///
/// s6 takes it from the wall clock at the event and adds 500 ns, so it can go backwards when the clock is set,
/// and is half a microsecond late. skalibs as Debian and s6-overlay build it (without `--enable-tai-clock`)
/// applies a table of leap seconds, and so does this type.
public struct TAI64N: Equatable, Comparable, Sendable {
    /// The size of a label: 8 bytes of seconds, 4 of nanoseconds, big-endian.
    public static let encodedSize = 12

    /// The label's seconds: 2^62 plus the TAI seconds since 1970-01-01 00:00:00 TAI.
    public let seconds: UInt64
    /// 0 to 999,999,999.
    public let nanoseconds: UInt32

    /// Takes a label apart from its bytes.
    init(decoding record: Span<UInt8>, at offset: Int) throws(MalformedRecord) {
        seconds = record.bigEndian(at: offset, byteCount: 8)
        nanoseconds = UInt32(truncatingIfNeeded: record.bigEndian(at: offset + 8, byteCount: 4))
        guard seconds >> 63 == 0, nanoseconds < 1_000_000_000 else { throw .stamp }
    }

    /// The label of a moment of Unix time; what no label can say is held to the nearest that can.
    public init(unixSeconds: Int64, nanoseconds: UInt32) {
        let offset = Self.offsetFromUnix(atUnix: unixSeconds)
        let (sum, overflows) = unixSeconds.addingReportingOverflow(offset)
        let tai = overflows ? Int64.max : sum
        seconds = UInt64(clamping: max(-Self.epoch, min(tai, Self.epoch - 1)) + Self.epoch)
        self.nanoseconds = min(nanoseconds, 999_999_999)
    }

    /// Seconds of Unix time, negative before 1970.
    ///
    /// The corresponding skalibs function is `utc_from_tai`.
    public var unixSeconds: Int64 {
        let tai = Int64(seconds) - Self.epoch
        var offset: Int64 = 10
        // The inserted second has no Unix time of its own: it gets that of the second before it.
        for leap in 0..<Self.leapSeconds.count where tai >= Self.leapSeconds[leap] + 10 + Int64(leap) {
            offset = 11 + Int64(leap)
        }
        return tai - offset
    }

    /// The label of unix time 0 less 10 seconds.
    private static let epoch: Int64 = 1 << 62

    /// TAI less Unix time, in seconds: 10, and one more after each leap second.
    private static func offsetFromUnix(atUnix unix: Int64) -> Int64 {
        var offset: Int64 = 10
        for leap in 0..<leapSeconds.count where unix >= leapSeconds[leap] { offset += 1 }
        return offset
    }

    /// Unix time right after each leap second until now.
    ///
    /// None has been announced since that of 2016; skalibs brings this table up to date with its releases, and so
    /// must we.
    private static var leapSeconds: InlineArray<27, Int64> {
        [
            78_796_800, 94_694_400, 126_230_400, 157_766_400, 189_302_400, 220_924_800, 252_460_800, 283_996_800,
            315_532_800, 362_793_600, 394_329_600, 425_865_600, 489_024_000, 567_993_600, 631_152_000, 662_688_000,
            709_948_800, 741_484_800, 773_020_800, 820_454_400, 867_715_200, 915_148_800, 1_136_073_600,
            1_230_768_000, 1_341_100_800, 1_435_708_800, 1_483_228_800,
        ]
    }

    /// Which came first.
    public static func < (left: TAI64N, right: TAI64N) -> Bool {
        left.seconds != right.seconds ? left.seconds < right.seconds : left.nanoseconds < right.nanoseconds
    }
}

extension TAI64N {
    /// The 24 lower-case hexadecimal digits that follow the `@` wherever s6 prints a stamp.
    public var hexadecimal: String { String(decoding: hexadecimalDigits, as: UTF8.self) }

    /// Takes a label from its 24 hexadecimal digits; `nil` if they are none.
    package init?(hexadecimal digits: some Collection<UInt8>) {
        guard digits.count == 2 * Self.encodedSize else { return nil }
        var seconds: UInt64 = 0, nanoseconds: UInt32 = 0
        for (place, digit) in digits.enumerated() {
            guard let value = Self.value(digit) else { return nil }
            if place < 16 {
                seconds = seconds << 4 | UInt64(value)
            } else {
                nanoseconds = nanoseconds << 4 | UInt32(value)
            }
        }
        guard seconds >> 63 == 0, nanoseconds < 1_000_000_000 else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    var hexadecimalDigits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * Self.encodedSize)
        for shift in stride(from: 60, through: 0, by: -4) { digits.append(Self.digit(seconds >> UInt64(shift))) }
        for shift in stride(from: 28, through: 0, by: -4) {
            digits.append(Self.digit(UInt64(nanoseconds >> UInt32(shift))))
        }
        return digits
    }

    private static func digit(_ value: UInt64) -> UInt8 {
        let nibble = UInt8(value & 15)
        return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
