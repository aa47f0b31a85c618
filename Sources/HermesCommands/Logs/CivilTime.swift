import S6Native

/// A date and a time of day, as a calendar and a clock on a wall show them.
struct CivilTime: Equatable {
    var year: Int64 = 1970
    var month: Int64 = 1
    var day: Int64 = 1
    var hour: Int64 = 0
    var minute: Int64 = 0
    /// 60 in a leap second, for clocks that show one.
    var second: Int64 = 0
    var nanoseconds: UInt32 = 0

    /// Unix time, if it is that of UTC.
    var unixSeconds: Int64 { daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second }

    /// Whether there is such a date and such a time.
    var isValid: Bool {
        (1...12).contains(month) && (1...daysOfMonth).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
    }

    private var daysOfMonth: Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Years are taken to begin in March, so that the leap day is the last, and 400 of them are 146,097 days.
    private var daysSince1970: Int64 {
        let fromMarch = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let era = fromMarch.0 >= 0 ? fromMarch.0 / 400 : (fromMarch.0 - 399) / 400
        let yearOfEra = fromMarch.0 - era * 400
        let dayOfYear = (153 * fromMarch.1 + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
