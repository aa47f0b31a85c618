internal import CS6Shim

/// A file held open, with its name for the errors about it.
package struct OpenFile: ~Copyable, Sendable {
    package let descriptor: Descriptor
    private let directory: S6Path
    private let name: EntryName

    init(_ descriptor: consuming Descriptor, _ name: EntryName, in directory: S6Path) {
        self.descriptor = descriptor
        self.directory = directory
        self.name = name
    }

    /// Where it was opened.
    ///
    /// Put together on demand: only errors want it.
    package var path: S6Path { directory.appending(name.bytes) }

    /// Gives up the descriptor to a new owner.
    consuming func takeDescriptor() -> Descriptor { descriptor }

    /// Reads once into `bytes`; `0` at the end of the file, `nil` when a FIFO has nothing now.
    package borrowing func read(into bytes: inout MutableSpan<UInt8>) throws(S6Error) -> Int? {
        try descriptor.read(into: &bytes, path)
    }

    /// Reads once from a place in a regular file; `0` where there is nothing, at its end or past it.
    package borrowing func read(
        into bytes: inout MutableSpan<UInt8>,
        at offset: Int64
    ) throws(S6Error) -> Int {
        try S6Error.check(.read, cs6_read_at(descriptor.rawValue, &bytes, offset), path)
    }

    /// Writes all of `bytes` to a regular file.
    package borrowing func write(all bytes: Span<UInt8>) throws(S6Error) {
        var written = 0
        while written < bytes.count {
            let rest = bytes.extracting(droppingFirst: written)
            written += try S6Error.check(.write, cs6_write(descriptor.rawValue, rest), path)
        }
    }

    /// Writes once to a FIFO, and keeps `SIGPIPE` from the caller, whose process it belongs to.
    ///
    /// It is blocked in this thread meanwhile, and one that the write raised is consumed. A thread that had it
    /// blocked already, and one waiting, keeps that one.
    borrowing func writeToFIFO(_ bytes: Span<UInt8>) throws(S6Error) -> Int {
        let wasBlocked = try SignalSet.pipe.block().contains(.pipe)
        defer { if !wasBlocked { SignalSet.pipe.unblock() } }
        let wasPending = wasBlocked && SignalSet.pending.contains(.pipe)
        let count = cs6_write(descriptor.rawValue, bytes)
        if -count == Int(Errno.brokenPipe.rawValue) && !wasPending { _ = SignalSet.pipe.consume() }
        return try S6Error.check(.write, count, path)
    }

    package borrowing func attributes() throws(S6Error) -> FileAttributes {
        let raw = cs6_stat_descriptor(descriptor.rawValue)
        try S6Error.check(.stat, raw.result, path)
        return FileAttributes(raw)
    }

    /// Throws unless it is a FIFO of ours with one name.
    ///
    /// What a hostile owner of the directory could put in the place of a new one is somebody else's, or has a
    /// name elsewhere. One without a name was just removed, as if it had never been found.
    borrowing func checkItIsOurNewFIFO() throws(S6Error) {
        let attributes = try attributes()
        guard attributes.links > 0 else { throw .system(.open, path: path, errno: .noEntry) }
        let ours = attributes.owner == FileAttributes.user
        guard attributes.kind == .fifo && ours && attributes.links == 1 else {
            throw .wrongFileType(path, expected: .fifo)
        }
    }

    /// Sets the mode exactly: no umask has a part in it.
    package borrowing func setMode(_ mode: UInt32) throws(S6Error) {
        try S6Error.check(.fchmod, cs6_set_mode(descriptor.rawValue, mode), path)
    }

    /// Whether a process holds a POSIX write lock on it, and which: 0 if not one of our pid namespace.
    package borrowing func lockHolder() throws(S6Error) -> Int32? {
        let lock = cs6_lock_holder(descriptor.rawValue)
        return try S6Error.check(.fcntl, lock.result, path) == 1 ? lock.holder : nil
    }
}
