internal import CS6Shim

/// A file that is there to be locked (`flock`), and stays when it is not: removing it would let two have it.
///
/// The end of its life gives the lock back.
package struct FileLock: ~Copyable, Sendable {
    private let file: OpenFile

    /// Opens, or makes, the file `name` and takes its lock, before the deadline.
    ///
    /// It sleeps until the file is closed by who has it. Nothing is in the file, and nothing is written to it.
    ///
    /// - Throws: ``S6Error/locked(_:)`` when the deadline has passed, ``S6Error/cancelled``, or what was refused.
    package static func take(
        _ name: EntryName,
        in directory: borrowing Directory,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) -> FileLock {
        let lock = FileLock(file: try directory.lockFile(name))
        if try lock.isTaken() { return lock }
        var watch = try DirectoryWatch(about: lock.file.path)
        try watch.add(lock.file.path, for: .closed)
        var pause = Duration.milliseconds(1)
        var next: Deadline? = .now  // whoever had it may have closed it before it was watched
        while true {
            if next?.hasPassed == true, try lock.isTaken() { return lock }
            // A close that was the kernel's, of a process that was killed, is told a moment before the lock is free.
            if let moment = next, moment.hasPassed {
                next = .after(pause)
                pause = min(pause * 2, .seconds(1))
            }
            if deadline.hasPassed { throw .locked(lock.file.path) }
            if try watch.wait(before: min(deadline, next ?? .never), cancel: cancel) {
                try watch.drain()
                if try lock.isTaken() { return lock }
                (next, pause) = (.after(.milliseconds(1)), .milliseconds(2))
            }
        }
    }

    private init(file: consuming OpenFile) { self.file = file }

    /// Gives the lock back.
    ///
    /// For who has to say when; the end of its life does it too.
    package consuming func release() {}

    deinit { _ = cs6_unlock(file.descriptor.rawValue) }

    private borrowing func isTaken() throws(S6Error) -> Bool {
        let result = cs6_try_lock(file.descriptor.rawValue)
        if -result == Errno.wouldBlock.rawValue { return false }
        try S6Error.check(.flock, result, file.path)
        return true
    }
}

extension OpenFile {
    /// Whether nobody has the other kind of lock on it (`flock`); it is taken to find out, and given back.
    package borrowing func isUnlocked() throws(S6Error) -> Bool {
        let result = cs6_try_lock(descriptor.rawValue)
        if -result == Errno.wouldBlock.rawValue { return false }
        try S6Error.check(.flock, result, path)
        _ = cs6_unlock(descriptor.rawValue)
        return true
    }
}
