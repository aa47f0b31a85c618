internal import CS6Shim

extension TAI64N {
    /// This moment by the wall clock.
    public static var now: TAI64N {
        let nanoseconds = max(0, cs6_realtime_ns())
        return TAI64N(
            unixSeconds: nanoseconds / 1_000_000_000,
            nanoseconds: UInt32(nanoseconds % 1_000_000_000)
        )
    }
}
