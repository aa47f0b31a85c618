import Glibc

// What the clocks here show, by TZ or /etc/localtime.
extension CivilTime {
    /// The moments, in Unix time, at which clocks here show it, the earlier first.
    ///
    /// There are two in the hour that comes twice in autumn; in the one that is left out in spring, clocks show it
    /// never, and the moment is that of a clock that has not been changed.
    var localMoments: [Int64] {
        let found = Set([1, 0, -1].compactMap { moment(daylight: $0) }.filter { isShown(at: $0) })
        guard found.isEmpty else { return found.sorted().map { $0 + second } }
        return moment(daylight: -1).map { [$0 + second] } ?? []
    }

    /// When the minute begins, by standard or daylight saving time, or by whichever there is.
    private func moment(daylight: CInt) -> Int64? {
        var fields = unsafe tm()
        unsafe fields.tm_year = CInt(year - 1900)
        unsafe fields.tm_mon = CInt(month - 1)
        unsafe fields.tm_mday = CInt(day)
        unsafe fields.tm_hour = CInt(hour)
        unsafe fields.tm_min = CInt(minute)
        unsafe fields.tm_isdst = daylight
        // -1 is also the second before 1970, which no log is of.
        let unix = unsafe mktime(&fields)
        return unix == -1 ? nil : Int64(unix)
    }

    private func isShown(at unix: Int64) -> Bool {
        var fields = unsafe tm(), moment = time_t(unix)
        guard unsafe localtime_r(&moment, &fields) != nil else { return false }
        return unsafe Int64(fields.tm_year) == year - 1900 && Int64(fields.tm_mon) == month - 1
            && Int64(fields.tm_mday) == day && Int64(fields.tm_hour) == hour && Int64(fields.tm_min) == minute
    }
}
