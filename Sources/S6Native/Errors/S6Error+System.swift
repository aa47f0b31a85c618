extension S6Error {
    /// The error of a call that was refused: it names the path, and for `EMFILE` the limit.
    static func refused(_ call: SystemCall, _ path: S6Path, _ errno: CInt) -> S6Error {
        let errno = Errno(rawValue: errno)
        // inotify_init1 gives it for a limit of its own, too.
        return errno == .descriptorLimit && call != .inotifyInit
            ? .descriptorLimit(path, limit: Descriptor.limit, needed: nil)
            : .system(call, path: path, errno: errno)
    }

    /// Turns the shim's negated errno into an error that names `path`, which is put together only then.
    @discardableResult
    static func check(
        _ call: SystemCall,
        _ result: Int,
        _ path: @autoclosure () -> S6Path
    ) throws(S6Error) -> Int {
        guard result >= 0 else { throw refused(call, path(), CInt(truncatingIfNeeded: -result)) }
        return result
    }

    /// The same for calls that return a C `int`.
    @discardableResult
    package static func check(
        _ call: SystemCall,
        _ result: CInt,
        _ path: @autoclosure () -> S6Path
    ) throws(S6Error) -> CInt {
        guard result >= 0 else { throw refused(call, path(), -result) }
        return result
    }

    /// The errno, if a system call was refused.
    public var errno: Errno? {
        switch self {
        case .system(_, _, let errno): errno
        case .descriptorLimit: .descriptorLimit
        default: nil
        }
    }
}
