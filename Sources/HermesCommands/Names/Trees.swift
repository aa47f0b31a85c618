import HermesGateways
import PermPolicy
import S6Native

/// Where services are looked for by name: the scandir first, then where s6-overlay keeps its own.
struct Trees {
    /// The scandir that commands without names are about.
    let scandir: ScanDirectory
    private let others: [ScanDirectory]
    private let relay: ControlRelay?

    /// Services that are found may be controlled by `relay`, where this process may not.
    init(option: S6Path?, _ environment: Environment, _ relay: ControlRelay? = nil) throws(S6Error) {
        self.relay = relay
        scandir = ScanDirectory(try Self.scandir(option, environment))
        others = [BridgePaths.servicedirs, "/run/service"].filter { [scandir] in $0 != scandir.path }.map {
            ScanDirectory($0)
        }
    }

    private static func scandir(_ option: S6Path?, _ environment: Environment) throws(S6Error) -> S6Path {
        if let option { return option }
        for variable in ["HERMES_SCANDIR", "S6_PROFILE_GATEWAY_SCANDIR"] {
            if let value = environment[variable] { return try S6Path(bytes: value) }
        }
        let isolated: S6Path = "/run/hermes/service"
        // Who knows which tree it is need not be there after it.
        switch environment["HERMES_GATEWAY_TREE"].flatMap({ TreeKind($0) }) {
        case .isolated: return isolated
        case .shared: return "/run/service"
        case nil: return ServiceDirectory(isolated).isThere ? isolated : "/run/service"
        }
    }

    /// All of them, in the order in which they are searched.
    var all: [ScanDirectory] { [scandir] + others }

    /// Finds a service.
    ///
    /// A word with a slash in it is its servicedir.
    ///
    /// Throws ``S6Error/noSuchService(_:)`` about the place where it was looked for first.
    func find(_ word: [UInt8]) throws(S6Error) -> NamedService {
        let path = try S6Path(bytes: word)
        guard !path.hasSlash else { return NamedService(at: path, relay) }
        let name = try SlotName(bytes: word)
        for tree in all where tree.service(name).isThere { return NamedService(name, in: tree, relay) }
        throw .noSuchService(scandir.service(name).path)
    }

    /// The slot of the scandir that a word names, or the one that its path names, whether it is there or not.
    ///
    /// It is looked for nowhere else: what is to be removed is not to be found by accident.
    func slot(_ word: [UInt8]) throws(S6Error) -> (scandir: ScanDirectory, name: SlotName) {
        let path = try S6Path(bytes: word)
        if path.hasSlash { return (ScanDirectory(path.parent), try SlotName(bytes: path.lastComponent)) }
        return (scandir, try SlotName(bytes: word))
    }

    /// The services of the scandir.
    func everything() throws(S6Error) -> [NamedService] {
        try scandir.list().map { NamedService($0, in: scandir, relay) }
    }
}

extension ServiceDirectory {
    /// Whether the directory is there.
    ///
    /// One that may not be looked at is: the command will say so.
    fileprivate var isThere: Bool {
        do throws(S6Error) {
            _ = try isNormallyUp()
            return true
        } catch .noSuchService {
            return false
        } catch {
            return error.errno != .notDirectory
        }
    }
}
