internal import CS6Shim

/// A process, held by a pidfd: it cannot turn into another one with the same number.
struct ProcessHandle: ~Copyable, Sendable {
    /// Its number in our pid namespace.
    let pid: Int32
    /// Becomes readable when the process ends.
    let descriptor: Descriptor

    /// Holds the process `pid`; `nil` if there is none.
    ///
    /// The caller knows the number from somewhere, and has to look there again afterwards: only then is it
    /// sure that the process held is the one that was meant.
    static func open(_ pid: Int32, about path: S6Path) throws(S6Error) -> ProcessHandle? {
        let result = cs6_open_process(pid)
        if -result == Errno.noProcess.rawValue { return nil }
        // EINVAL: the number is of a thread that leads no process, so the process we meant has ended.
        if -result == Errno.invalidArgument.rawValue { return nil }
        return ProcessHandle(pid: pid, descriptor: Descriptor(taking: try S6Error.check(.pidfdOpen, result, path)))
    }

    /// Whether it still runs (one that has ended and was not yet reaped does not).
    borrowing func isAlive(about path: S6Path) throws(S6Error) -> Bool {
        var poll = PollSet()
        _ = poll.add(descriptor.rawValue)
        return try !poll.wait(before: .now, about: path)
    }

    /// Sends it a signal; one that has ended takes none, which is no error.
    borrowing func signal(_ number: Int32, about path: S6Path) throws(S6Error) {
        let result = cs6_signal_process(descriptor.rawValue, number)
        if -result != Errno.noProcess.rawValue { try S6Error.check(.pidfdSendSignal, result, path) }
    }

    /// Sends `number` to a process group; one that is empty takes none, which is no error.
    static func signal(group: Int32, _ number: Int32, about path: S6Path) throws(S6Error) {
        let result = cs6_signal_group(group, number)
        if -result != Errno.noProcess.rawValue { try S6Error.check(.kill, result, path) }
    }
}
