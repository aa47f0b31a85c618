import HermesGateways
import S6Native

extension TAI64N {
    /// The moment as RFC 3339 has it, in UTC, to the nanosecond: `2026-11-21T03:44:12.000000500Z`.
    var rfc3339: String {
        UTCTime(unixSeconds: unixSeconds).plain + "." + UTCTime.digits(Int64(nanoseconds), 9) + "Z"
    }
}
