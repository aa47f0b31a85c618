package import S6Native

/// A moment as a date and a time of day in UTC, to the second.
public struct UTCTime: Equatable, Sendable {
    /// Seconds of Unix time.
    public let unixSeconds: Int64
    /// The date and the time.
    public let year, month, day, hour, minute, second: Int64

    /// The date and time of a moment of Unix time.
    ///
    /// Years begin in March here, so that the leap day is the last, and 400 of them are an era of 146,097 days.
    public init(unixSeconds: Int64) {
        self.unixSeconds = unixSeconds
        let days = Self.floor(unixSeconds, 86_400) + 719_468
        let time = unixSeconds - Self.floor(unixSeconds, 86_400) * 86_400
        let era = Self.floor(days, 146_097), dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        hour = time / 3600
        minute = time / 60 % 60
        second = time % 60
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// This moment.
    public static var now: UTCTime { UTCTime(unixSeconds: CurrentProcess.unixSeconds) }

    /// `2026-11-21T03:44:12`, without a zone.
    public var plain: String { plainText.string }

    package var plainText: Text {
        let date = Self.digitsText(year, 4) + "-" + Self.digitsText(month, 2) + "-" + Self.digitsText(day, 2)
        return date + "T" + Self.digitsText(hour, 2) + ":" + Self.digitsText(minute, 2) + ":"
            + Self.digitsText(second, 2)
    }

    /// `2026-11-21T03:44:12+00:00`, as Python's `isoformat` has it.
    public var iso: String { isoText.string }

    package var isoText: Text { plainText + "+00:00" }

    /// A number with at least `count` digits.
    public static func digits(_ number: Int64, _ count: Int) -> String { digitsText(number, count).string }

    private static func digitsText(_ number: Int64, _ count: Int) -> Text {
        var digits = Decimal.digits(number)
        while digits.count < count { digits.insert(UInt8(ascii: "0"), at: 0) }
        return Text(bytes: digits)
    }
}
