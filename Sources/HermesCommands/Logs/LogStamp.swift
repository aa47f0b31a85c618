import S6Native

/// Reads the stamps that s6-log puts before lines.
///
/// Those of its `T` are local time, which takes long to find out about: what is known of a minute is kept for the
/// lines that follow.
struct LogStamp {
    /// How much of a line a decision takes: the longer of the stamps, and what follows it.
    static let length = 30

    private var minute: [UInt8] = []
    private var moment: Int64?

    /// The moment of a line's stamp; `nil` if it has none.
    ///
    /// The first ``length`` bytes of the line are enough. Where clocks show a time twice it is the later one, so
    /// that what was asked for is not left out.
    mutating func decode(_ line: ArraySlice<UInt8>) -> TAI64N? {
        guard let first = line.first else { return nil }
        return first == UInt8(ascii: "@") ? Self.label(line.dropFirst()) : time(line)
    }

    private static func label(_ digits: ArraySlice<UInt8>) -> TAI64N? {
        guard endsStamp(digits.dropFirst(24)) else { return nil }
        return TAI64N(hexadecimal: digits.prefix(24))
    }

    /// `2026-11-21 03:44:12.123456789`.
    private mutating func time(_ line: ArraySlice<UInt8>) -> TAI64N? {
        guard Self.endsStamp(line.dropFirst(29)) else { return nil }
        var time = CivilTime(), reader = ByteReader(line.dropFirst(16).prefix(13))
        guard reader.rest.count == 13, reader.seconds(into: &time), reader.isAtEnd else { return nil }
        if minute[...] != line.prefix(16) {
            minute = Array(line.prefix(16))
            moment = Self.unixSeconds(minute)
        }
        return moment.map { TAI64N(unixSeconds: $0 + time.second, nanoseconds: time.nanoseconds) }
    }

    /// `2026-11-21 03:44`.
    private static func unixSeconds(_ minute: [UInt8]) -> Int64? {
        var reader = ByteReader(minute)
        guard var time = reader.date(), reader.take(" "), reader.clock(into: &time) else { return nil }
        return reader.isAtEnd ? time.localMoments.last : nil
    }

    private static func endsStamp(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first == nil || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\n")
    }
}
