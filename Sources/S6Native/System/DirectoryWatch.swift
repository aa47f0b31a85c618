internal import CS6Shim

/// An inotify instance that tells that something in some directories, or files, has changed, and no more.
package struct DirectoryWatch: ~Copyable {
    /// What counts as a change.
    package enum Change {
        /// An entry has come or gone, or has been renamed or written to its end, or the directory itself has gone.
        case entries
        /// A file has been written to.
        case contents
        /// A file has been closed.
        case closed
        /// An entry has been opened, or has come.
        case opened
        /// All that ``entries`` tells, and an entry has been written to.
        case everything
    }

    private static var entries: CInt {
        CS6_IN_CREATE | CS6_IN_DELETE | CS6_IN_MOVED_FROM | CS6_IN_MOVED_TO | CS6_IN_DELETE_SELF | CS6_IN_MOVE_SELF
    }

    private let watch: Descriptor
    private let path: S6Path

    /// Errors are about `path`.
    package init(about path: S6Path) throws(S6Error) {
        self.path = path
        watch = Descriptor(taking: try S6Error.check(.inotifyInit, cs6_watch_open(), path))
    }

    /// Readable when something has changed.
    package var descriptor: CInt { watch.rawValue }

    /// Watches what has `path` now, in addition to what is watched already; a link is not followed unless
    /// `following` says so.
    package mutating func add(
        _ path: S6Path,
        for change: Change,
        following: Bool = false
    ) throws(S6Error) {
        let mask =
            switch change {
            case .entries: Self.entries | CS6_IN_CLOSE_WRITE
            case .contents: CS6_IN_MODIFY
            case .closed: CS6_IN_CLOSE_WRITE
            case .opened: CS6_IN_OPEN | CS6_IN_CREATE | CS6_IN_MOVED_TO
            case .everything: Self.entries | CS6_IN_MODIFY
            }
        let result = path.withTerminated {
            cs6_watch_add(watch.rawValue, $0, UInt32(following ? mask : mask | CS6_IN_DONT_FOLLOW))
        }
        try S6Error.check(.inotifyAddWatch, result, path)
    }

    /// Blocks until something changes; `false` once the deadline has passed.
    ///
    /// - Throws: ``S6Error/cancelled`` when `cancel` becomes readable.
    package borrowing func wait(before deadline: Deadline, cancel: CInt? = nil) throws(S6Error) -> Bool {
        var poll = PollSet()
        let changes = poll.add(watch.rawValue), cancelSlot = cancel.map { poll.add($0) }
        guard try poll.wait(before: deadline, about: path) else { return false }
        if let cancelSlot, poll.isReady(cancelSlot) { throw .cancelled }
        return poll.isReady(changes)
    }

    /// Forgets what has been told so far.
    package borrowing func drain() throws(S6Error) {
        var buffer = InlineArray<4096, UInt8>(repeating: 0)
        for _ in 0..<64 {  // who floods the queue is not to keep us
            var span = buffer.mutableSpan
            guard let count = try watch.read(into: &span, path), count > 0 else { return }
        }
    }
}
