internal import CS6Shim

/// This process.
package enum CurrentProcess {
    /// Its number.
    package static var pid: Int32 { cs6_current_process() }

    /// The user that it acts as.
    package static var user: UInt32 { UInt32(bitPattern: cs6_current_user()) }

    /// The group that it acts with.
    package static var group: UInt32 { UInt32(bitPattern: cs6_current_group()) }

    /// This moment in the ticks by which the kernel counts the starts of processes, a hundred a second.
    package static var bootTicks: UInt64 { UInt64(max(0, cs6_boottime_ns())) / 10_000_000 }

    /// The moment by the wall clock, in seconds of Unix time.
    package static var unixSeconds: Int64 { cs6_realtime_ns() / 1_000_000_000 }
}
