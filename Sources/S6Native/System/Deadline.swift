internal import CS6Shim

/// The moment until which a call may wait, on the clock that no one sets (`CLOCK_MONOTONIC`).
public struct Deadline: Equatable, Comparable, Sendable {
    /// Nanoseconds on the monotonic clock; `Int64.max` never comes.
    package let nanoseconds: Int64

    /// A deadline that does not come: the call waits for as long as it takes.
    public static let never = Deadline(nanoseconds: .max)

    /// This moment.
    public static var now: Deadline { Deadline(nanoseconds: cs6_monotonic_ns()) }

    /// The moment that comes after `duration`; one that is too long for the clock never comes.
    public static func after(_ duration: Duration) -> Deadline { now.advanced(by: duration) }

    /// Whether it is ``never``.
    public var isNever: Bool { self == .never }

    /// Whether it has passed.
    public var hasPassed: Bool { !isNever && self <= .now }

    /// A moment later by `duration`.
    public func advanced(by duration: Duration) -> Deadline {
        guard !isNever else { return self }
        let (sum, overflows) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return overflows ? .never : Deadline(nanoseconds: sum)
    }

    /// The moment halfway between `start` and this one; never, if this one never comes.
    func halfway(from start: Deadline) -> Deadline {
        isNever ? self : Deadline(nanoseconds: start.nanoseconds / 2 + nanoseconds / 2)
    }

    /// The moment when one of so many equal parts of what is left will have passed; never, if this one never comes.
    package func portion(of parts: Int) -> Deadline {
        guard !isNever else { return self }
        let now = Deadline.now
        return Deadline(nanoseconds: now.nanoseconds + max(0, nanoseconds - now.nanoseconds) / Int64(max(1, parts)))
    }

    /// What is left, as the shim's poll takes it: not below zero, and -1 for ever.
    var remainingNanoseconds: Int64 { isNever ? -1 : max(0, nanoseconds - Deadline.now.nanoseconds) }

    /// Which comes first.
    public static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Duration {
    /// In nanoseconds, held to what an `Int64` can say.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return seconds < 0 ? .min : .max }
        let (sum, carries) = nanoseconds.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carries ? (seconds < 0 ? .min : .max) : sum
    }
}
