/// A slot that is being put together under a hidden name, which s6-svscan passes over.
public struct StagedSlot: ~Copyable {
    /// Opened for listing, and locked.
    let directory: Directory

    init(_ directory: consuming Directory) { self.directory = directory }

    deinit { directory.unlock() }

    /// Creates a file, `path` being relative to the slot: `run`, `log/run`.
    ///
    /// The mode is set exactly: no umask has a part in it. What is to be executed needs 0755.
    ///
    /// - Parameters:
    ///   - path: its name, in directories that are there.
    ///   - contents: what is in it.
    ///   - mode: its permissions.
    /// - Throws: ``S6Error/invalidPath(bytes:)`` for a path that leads out of the slot, or what was refused.
    public borrowing func addFile(
        _ path: S6Path,
        _ contents: some Collection<UInt8>,
        mode: UInt32 = 0o644
    ) throws(S6Error) {
        let bytes = Array(contents)
        try inParent(of: path) { (parent, name) throws(S6Error) in
            let file = try parent.createFile(name, mode: 0o600)
            if !bytes.isEmpty { try file.write(all: bytes.span) }
            try file.setMode(mode)
        }
    }

    /// Creates a directory, `path` being relative to the slot.
    public borrowing func addDirectory(_ path: S6Path, mode: UInt32 = 0o755) throws(S6Error) {
        try inParent(of: path) { (parent, name) throws(S6Error) in
            try parent.makeDirectory(name, mode: 0o700)
            try parent.listing(name).setMode(mode)
        }
    }

    /// Creates a symbolic link, `path` being relative to the slot.
    public borrowing func addLink(_ path: S6Path, to target: S6Path) throws(S6Error) {
        try inParent(of: path) { (parent, name) throws(S6Error) in try parent.makeLink(name, to: target) }
    }

    /// Copies all that is in a directory: files and directories with their permissions, links as links.
    ///
    /// What a supervisor has made there, `supervise/` and `event/`, is left out, and so are FIFOs, sockets and
    /// devices.
    public borrowing func copy(from source: S6Path) throws(S6Error) {
        try Directory.handle(trusting: source).listingOfSelf().copyContents(into: directory, asServicedir: true)
    }

    private borrowing func inParent(
        of path: S6Path,
        _ body: (borrowing Directory, EntryName) throws(S6Error) -> Void
    ) throws(S6Error) {
        let components = path.bytes.split(separator: UInt8(ascii: "/"))
        let isUpwards = components.contains { $0.equals("..") }
        guard let last = components.last, path.bytes.first != UInt8(ascii: "/"), !isUpwards else {
            throw .invalidPath(bytes: Array(path.bytes))
        }
        guard components.count > 1 else { return try body(directory, EntryName(last)) }
        var parent = try directory.handle(EntryName(components[0]))
        for component in components.dropFirst().dropLast() { parent = try parent.handle(EntryName(component)) }
        try body(parent, EntryName(last))
    }
}

extension Directory {
    /// Copies this directory's entries into another.
    ///
    /// It was opened for listing, and is read to its end.
    fileprivate borrowing func copyContents(
        into target: borrowing Directory,
        asServicedir: Bool
    ) throws(S6Error) {
        try forEachEntry { (entry) throws(S6Error) in
            guard !asServicedir || !entry.isMadeBySupervisor else { return true }
            let isLogger = asServicedir && entry.name.equals("log")
            try copy(EntryName(entry.name), into: target, asServicedir: isLogger)
            return true
        }
    }

    private borrowing func copy(
        _ name: EntryName,
        into target: borrowing Directory,
        asServicedir: Bool
    ) throws(S6Error) {
        switch try attributes(of: name).kind {
        case .regular:
            // The permissions of what was opened, which may be another file by now.
            let source = try definitionFile(name)
            let copy = try target.createFile(name, mode: 0o600)
            try source.copy(to: copy)
            try copy.setMode(source.attributes().permissions & 0o777)
        case .directory:
            try target.makeDirectory(name, mode: 0o700)
            let copy = try target.listing(name), source = try listing(name)
            try source.copyContents(into: copy, asServicedir: asServicedir)
            try copy.setMode(source.ownAttributes().permissions & 0o777)
        case .symbolicLink:
            try target.makeLink(name, to: readLink(name))
        case .fifo, .other:
            break
        }
    }
}

extension Directory.Entry {
    fileprivate var isMadeBySupervisor: Bool {
        name.equals("supervise") || name.equals("event")
    }
}

extension OpenFile {
    fileprivate borrowing func copy(to target: borrowing OpenFile) throws(S6Error) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            var span = buffer.mutableSpan
            guard let count = try read(into: &span), count > 0 else { return }
            try target.write(all: buffer.span.extracting(first: count))
        }
    }
}
