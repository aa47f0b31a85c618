import S6Native

extension TAI64N {
    /// The moment as RFC 3339 has it, in UTC, to the nanosecond: `2026-11-21T03:44:12.000000500Z`.
    var rfc3339: String {
        let (days, second) = unixSeconds.flooredDivision(by: 86_400)
        let (year, month, day) = Self.civil(daysSince1970: days)
        let time = [second / 3600, second / 60 % 60, second % 60].map { $0.digits(2) }.joined(separator: ":")
        return "\(year.digits(4))-\(month.digits(2))-\(day.digits(2))T\(time).\(Int64(nanoseconds).digits(9))Z"
    }

    /// The date of a day, in the Gregorian calendar carried on both ways.
    ///
    /// Years of it begin in March, so that the leap day is the last, and 400 of them are an era of 146,097 days.
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// At least `count` digits.
    fileprivate func digits(_ count: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, count - text.count)) + text
    }
}
