import HermesGateways
import S6Native

/// The programs that a tree and its slots' scripts find, where they look for them.
struct ScriptPrograms {
    private let machine: Machine
    private let directories: [[UInt8]]

    /// By the PATH that the scripts have, as far as that may be read: the container's, or that of the tree's s6-svscan;
    /// else by our own, and where s6-overlay and Debian keep programs.
    init(_ machine: Machine, _ style: GatewayScripts.Style, _ tree: TreeFacts, _ environment: Environment) {
        self.machine = machine
        let path: [UInt8]?
        var isExact = false
        switch style {
        case .overlay:
            path = Self.containerPath(machine, "HERMES_PATH") ?? Self.containerPath(machine, "PATH")
        case .plain:
            path = Self.scannerPath(machine, tree)
            isExact = path != nil
        }
        let listed = Self.listed(path ?? environment["PATH"] ?? [])
        directories = (isExact ? listed : listed + Self.usual).filter { $0.first == UInt8(ascii: "/") }
    }

    /// The same for one of root's own scripts: the container's PATH is for who asks for it.
    init(of script: ScriptText, _ machine: Machine) {
        self.machine = machine
        let path = script.takesContainerPath ? Self.containerPath(machine, "PATH") : nil
        directories = (path.map { Self.listed($0) } ?? Self.usual).filter { $0.first == UInt8(ascii: "/") }
    }

    /// Where they are looked for: who may write there has another program found.
    var places: [S6Path] {
        directories.compactMap { directory in
            let below = directory.drop { $0 == UInt8(ascii: "/") }
            return below.isEmpty ? nil : ("/" as S6Path).appending(below)
        }
    }

    /// Where a program is, as the machine has it; `nil` if it is not found.
    func find(_ name: StaticString) -> S6Path? { find(Array("\(name)".utf8)) }

    func find(_ name: [UInt8]) -> S6Path? {
        for directory in directories {
            let path = ("/" as S6Path).appending(directory.drop { $0 == UInt8(ascii: "/") }).appending(name)
            do throws(S6Error) {
                let place = machine.place(of: path)
                let file = try Directory.handle(place.parent).attributes(following: EntryName(place.lastComponent))
                if file.kind == .regular, file.permissions & 0o111 != 0 { return path }
            } catch {}
        }
        return nil
    }

    /// What a program exits with; `nil` if it cannot be run.
    ///
    /// Root runs none that others could have changed.
    func exitCode(_ path: S6Path, _ words: [String]) -> Int32? {
        if CurrentProcess.user == 0 {
            var audit = PathAudit(machine)
            guard case .file = audit.walk(path, .program), audit.findings.isEmpty else { return nil }
        }
        return Program(at: machine.place(of: path)).exitCode(words.map { Array($0.utf8) })
    }

    private static var usual: [[UInt8]] { ["/command", "/usr/bin", "/bin"].map { Array($0.utf8) } }

    private static func listed(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: UInt8(ascii: ":")).map { Array($0) }
    }

    private static func containerPath(_ machine: Machine, _ variable: StaticString) -> [UInt8]? {
        let directory = machine.place(of: "/run/s6/container_environment")
        guard
            let text = try? Directory.handle(directory).plainFile(EntryName(stringLiteral: variable)).contents(
                limit: 1 << 16
            )
        else { return nil }
        let path = text.prefix { $0 != UInt8(ascii: "\n") }
        return path.isEmpty ? nil : Array(path)
    }

    /// That of an s6-svscan of our own: what others have in their environment is not for root to go by.
    private static func scannerPath(_ machine: Machine, _ tree: TreeFacts) -> [UInt8]? {
        guard let scanner = tree.scanner, scanner.user == CurrentProcess.user else { return nil }
        let directory = machine.place(of: "/proc").appending("\(scanner.pid)".utf8)
        guard let text = try? Directory.handle(directory).plainFile("environ").contents(limit: 1 << 20) else {
            return nil
        }
        let variables = text.split(separator: 0)
        for prefix in ["HERMES_PATH=", "PATH="].map({ Array($0.utf8) }) {
            if let entry = variables.first(where: { $0.starts(with: prefix) && $0.count > prefix.count }) {
                return Array(entry.dropFirst(prefix.count))
            }
        }
        return nil
    }
}
