/// A scandir: the directory whose servicedirs, the slots, an `s6-svscan` keeps supervised.
///
/// This is a name, not a handle: nothing is open between calls.
public struct ScanDirectory: Hashable, Sendable {
    /// The scandir itself.
    public let path: S6Path

    /// Names the scandir at `path`.
    ///
    /// Nothing is opened, or has to exist.
    public init(_ path: S6Path) { self.path = path }

    /// The servicedir of a slot, whether there is one or not.
    public func service(_ name: SlotName) -> ServiceDirectory { ServiceDirectory(path.appending(name.bytes)) }

    /// The names of the slots, sorted: the directories, and links to directories, that s6-svscan looks at.
    ///
    /// - Throws: the system call that was refused.
    public func list() throws(S6Error) -> [SlotName] {
        let directory = try open().listingOfSelf()
        var names: [SlotName] = []
        try directory.forEachEntry { (entry) throws(S6Error) in
            guard !entry.isHidden else { return true }
            if try directory.isDirectory(entry) { names.append(SlotName(found: entry.name)) }
            return true
        }
        names.heapSort { $0 < $1 }
        return names
    }
}

extension ScanDirectory {
    /// Asks the scanner to do some things, in order, in one write that is taken whole or not at all.
    ///
    /// Whether it did is not known.
    ///
    /// The corresponding s6 program is `s6-svscanctl`.
    ///
    /// - Throws: ``S6Error/noScanner(_:)``, ``S6Error/fifoFull(_:)``,
    ///   ``S6Error/tooManyCommands(_:count:)`` unless there are 1 to 4096, or the system call that was refused.
    public func send(_ commands: [ScanCommand]) throws(S6Error) {
        guard (1...4096).contains(commands.count) else {  // PIPE_BUF
            throw .tooManyCommands(path, count: commands.count)
        }
        let bytes = commands.map { $0.rawValue }
        try translatingWrite { () throws(S6Error) in _ = try openControl().writeToFIFO(bytes.span) }
    }

    /// Says what a refused write to the scanner's FIFO means.
    func translatingWrite(_ write: () throws(S6Error) -> Void) throws(S6Error) {
        do throws(S6Error) {
            try write()
        } catch .system(.write, _, .brokenPipe) {
            throw .noScanner(path)
        } catch .system(.write, let fifo, .wouldBlock) {
            throw .fifoFull(fifo)
        }
    }

    /// Asks the scanner to scan now.
    ///
    /// The corresponding s6 command is `s6-svscanctl -a`.
    public func rescan() throws(S6Error) { try send([.scan]) }

    /// Opens the scandir, through links that root or the caller has made.
    package func open() throws(S6Error) -> Directory { try Directory.handle(trusting: path) }

    /// Opens the scanner's FIFO, which succeeds only while it is read.
    func openControl() throws(S6Error) -> OpenFile {
        do throws(S6Error) {
            return try open().handle(".s6-svscan").fifoWriter("control")
        } catch .system(.open, let missing, .noEntry) where missing != path {
            throw .noScanner(path)
        } catch .system(.open, _, .noReader) {
            throw .noScanner(path)
        }
    }

    /// The scanner's process; `nil` where there is none, or it may not be found out.
    func scanner() throws(S6Error) -> ProcessHandle? {
        guard let pid = try scannerPID() else { return nil }
        let handle = try ProcessHandle.open(pid, about: path)
        // It is the scanner only if it still held the lock after it could not be mistaken any more.
        return try scannerPID() == pid ? handle : nil
    }

    package func scannerPID() throws(S6Error) -> Int32? {
        do throws(S6Error) {
            let holder = try open().handle(".s6-svscan").regularFile("lock").lockHolder()
            return holder == 0 ? nil : holder
        } catch .system(.open, _, .noEntry), .system(.open, _, .permissionDenied) {
            return nil
        }
    }
}

extension Directory {
    /// Whether an entry is a directory, or leads to one.
    ///
    /// It may have gone since it was listed.
    package borrowing func isDirectory(_ entry: Entry) throws(S6Error) -> Bool {
        switch entry.kind {
        case .directory: return true
        case .other: return false
        case .symbolicLink, .unknown:
            do throws(S6Error) {
                return try attributes(following: EntryName(entry.name)).kind == .directory
            } catch .system(.stat, _, _) {
                return false  // a link that dangles, or leads where we may not look: no slot of ours
            }
        }
    }
}

extension ScanDirectory {
    /// Whether an s6-svscan runs on it; `nil` if that may not be found out.
    ///
    /// The corresponding s6 program is `s6-svscanctl` without a command.
    public func isScanned() throws(S6Error) -> Bool? {
        do throws(S6Error) {
            _ = try openControl()
            return true
        } catch .noScanner {
            return false
        } catch .system(.open, path, .noEntry) {
            return false
        } catch .system(.open, _, .permissionDenied) {
            return nil
        }
    }

    /// Whether something is left of a slot that was retired, or is being.
    package func hasRetired(_ name: SlotName) throws(S6Error) -> Bool { try !open().retiredSlots(of: name).isEmpty }
}
