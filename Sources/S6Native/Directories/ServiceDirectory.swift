/// A servicedir: the directory that describes one longrun, and through which its `s6-supervise` is spoken to.
///
/// This is a name, not a handle: nothing is open between calls, and each call speaks to what has the name then.
/// The servicedir may be reached through symbolic links that root or the caller has made, as s6-rc makes them; below
/// it no link is followed, and every file is opened without blocking and checked to be what s6 makes before it is
/// read from or written to.
///
/// It may have a relay, for what this process may not do itself. Two that name one path are equal all the same.
public struct ServiceDirectory: Hashable, Sendable {
    /// The servicedir, not the `supervise` directory in it.
    public var path: S6Path { place.path }

    /// `supervise/`, put together once, so that neither reading a status nor sending allocates.
    package var supervisePath: S6Path { place.supervisePath }

    /// Who controls it where this process may not.
    var relay: ControlRelay? { place.relay }

    private let place: Place

    /// What there is to a servicedir, in one object: it is handed around a lot.
    private final class Place: Sendable {
        let path: S6Path
        let supervisePath: S6Path
        let relay: ControlRelay?

        init(_ path: S6Path, _ relay: ControlRelay?) {
            self.path = path
            supervisePath = path.appending("supervise")
            self.relay = relay
        }
    }

    /// Names the servicedir at `path`.
    ///
    /// Nothing is opened, or has to exist.
    ///
    /// - Parameters:
    ///   - path: the servicedir.
    ///   - relay: who is asked where the supervisor's FIFO may not be written.
    public init(_ path: S6Path, relay: ControlRelay? = nil) {
        place = Place(path.trimmed, relay)
    }

    /// Whether both name one path.
    public static func == (left: ServiceDirectory, right: ServiceDirectory) -> Bool { left.path == right.path }

    /// Hashes the path.
    public func hash(into hasher: inout Hasher) { hasher.combine(path) }

    /// The servicedir of this one's logger, `log/`, which no relay serves.
    public var logger: ServiceDirectory { ServiceDirectory(path.appending("log")) }
}

// What s6 makes in `supervise/`. Most servicedirs are reached without a link, so the whole way is tried by one call first;
// where that fails for any reason, going step by step does it, or says why not.
extension ServiceDirectory {
    func openRegularFile(_ name: EntryName) throws(S6Error) -> OpenFile {
        if let file = OpenFile.regularFile(name, below: supervisePath) { return file }
        return try openSupervise().regularFile(name)
    }

    func openFIFOWriter(_ name: EntryName) throws(S6Error) -> OpenFile {
        if let file = OpenFile.fifoWriter(name, below: supervisePath) { return file }
        return try openSupervise().fifoWriter(name)
    }

    /// Opens `supervise/`, or says what is missing.
    func openSupervise() throws(S6Error) -> Directory {
        do throws(S6Error) {
            return try open().handle("supervise", at: supervisePath)
        } catch .system(_, supervisePath, .noEntry) {
            throw .notSupervised(path)
        } catch .system(_, supervisePath, .notDirectory) {
            throw .wrongFileType(supervisePath, expected: .directory)  // a file, or a link
        }
    }

    /// Opens the servicedir.
    package func open() throws(S6Error) -> Directory {
        do throws(S6Error) {
            return try Directory.handle(trusting: path)
        } catch .system(.open, path, .noEntry) {
            throw .noSuchService(path)
        }
    }
}
