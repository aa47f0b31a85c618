import S6Native

/// The moment that `--since` names.
struct LogSince: Equatable {
    let moment: TAI64N

    init(_ moment: TAI64N) { self.moment = moment }

    /// Takes a duration before `now`, a date, a date and a time, or a label; `nil` for nonsense.
    ///
    /// `90s`, `10m`, `2h` or `1d`; `2026-11-21`, `2026-11-21T03:44` or `2026-11-21 03:44:12.5`, by the clocks here
    /// unless `Z` or `+02:00` follows; `@` and the 24 digits of a TAI64N label.
    init?(_ text: some StringProtocol, now: TAI64N = .now) {
        let bytes = Array(text.utf8)
        guard let moment = Self.label(bytes) ?? Self.before(now, bytes) ?? Self.date(bytes) else { return nil }
        self.moment = moment
    }

    private static func label(_ bytes: [UInt8]) -> TAI64N? {
        bytes.first == UInt8(ascii: "@") ? TAI64N(hexadecimal: bytes.dropFirst()) : nil
    }

    private static func before(_ now: TAI64N, _ bytes: [UInt8]) -> TAI64N? {
        guard let unit = bytes.last.flatMap({ units[$0] }) else { return nil }
        guard let count: Int64 = Decimal.number(bytes.dropLast()) else { return nil }
        let (seconds, overflows) = count.multipliedReportingOverflow(by: unit)
        guard !overflows else { return nil }
        return TAI64N(unixSeconds: now.unixSeconds - seconds, nanoseconds: now.nanoseconds)
    }

    private static let units: [UInt8: Int64] = [
        UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
    ]

    private static func date(_ bytes: [UInt8]) -> TAI64N? {
        var reader = ByteReader(bytes)
        guard var time = reader.date() else { return nil }
        guard !reader.isAtEnd else { return local(time) }
        guard reader.take("T") || reader.take(" "), reader.clock(into: &time) else { return nil }
        if reader.rest.first == UInt8(ascii: ":") { guard reader.seconds(into: &time) else { return nil } }
        guard !reader.isAtEnd else { return local(time) }
        guard let offset = offset(&reader), reader.isAtEnd else { return nil }
        return TAI64N(unixSeconds: time.unixSeconds - offset, nanoseconds: time.nanoseconds)
    }

    /// The earlier one, where clocks show it twice: rather too much than too little.
    private static func local(_ time: CivilTime) -> TAI64N? {
        time.localMoments.first.map { TAI64N(unixSeconds: $0, nanoseconds: time.nanoseconds) }
    }

    /// Takes `Z`, `+02:00` or `-02:00`: seconds east of Greenwich.
    private static func offset(_ reader: inout ByteReader) -> Int64? {
        if reader.take("Z") { return 0 }
        let isEast = reader.take("+")
        guard isEast || reader.take("-") else { return nil }
        var offset = CivilTime()
        guard reader.clock(into: &offset) else { return nil }
        return (isEast ? 1 : -1) * (offset.hour * 3600 + offset.minute * 60)
    }
}
