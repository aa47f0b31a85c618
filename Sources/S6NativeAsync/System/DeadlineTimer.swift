internal import CS6Shim
internal import S6Native

/// A descriptor that is readable from a moment on.
struct DeadlineTimer: ~Copyable, Sendable {
    private let timer: Descriptor

    /// Errors are about `path`.
    init(about path: S6Path) throws(S6Error) {
        timer = Descriptor(taking: try S6Error.check(.timerfd, cs6_timer_open(), path))
    }

    var rawValue: CInt { timer.rawValue }

    /// Sets the moment, in place of the one before.
    func set(_ moment: Deadline, about path: S6Path) throws(S6Error) {
        try S6Error.check(.timerfd, cs6_timer_set(timer.rawValue, moment.nanoseconds), path)
    }
}
