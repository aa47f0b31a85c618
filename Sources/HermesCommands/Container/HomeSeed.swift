import HermesGateways
import S6Native

/// What a new home of Hermes begins with.
///
/// Nothing that is there is changed, whatever it is: another container may use the same volume.
struct HomeSeed {
    /// The directories, each after the one that it is in.
    private static let directories = [
        "backups", "cron", "sessions", "logs", "logs/gateways", "hooks", "memories", "skills", "skins", "plans",
        "workspace",
        "home", "pairing", "platforms", "platforms/pairing",
    ]
    /// The files, with their modes: what holds secrets is for hermes alone.
    private static let files: [(name: StaticString, mode: UInt32)] = [
        (".env", 0o600), ("config.yaml", 0o640), ("SOUL.md", 0o644),
    ]

    private let hermes: HermesHome
    private let source: S6Path
    private let warn: (String) -> Void

    init(of hermes: HermesHome, from source: S6Path, warn: @escaping (String) -> Void) {
        self.hermes = hermes
        self.source = source
        self.warn = warn
    }

    /// Lays all that is missing; what cannot be laid is told, and keeps nothing else: who mends it needs a container that runs.
    ///
    /// - Throws: why there is no home.
    func lay(withState: Bool) throws(S6Error) {
        let home = try Directory.handle(trusting: hermes.root)
        for path in Self.directories { attempt { () throws(S6Error) in try layDirectory(path, in: home) } }
        for (name, mode) in Self.files {
            attempt { () throws(S6Error) in try layFile(EntryName("\(name)".utf8), mode: mode, in: home) }
        }
        // The root profile's gateway ran, where nothing is known of it.
        let state = Array("{\"gateway_state\":\"running\"}".utf8)
        if withState {
            attempt { () throws(S6Error) in try write(state, to: "gateway_state.json", mode: 0o644, in: home) }
        }
    }

    private func attempt(_ body: () throws(S6Error) -> Void) {
        do throws(S6Error) { try body() } catch { warn("\(error)") }
    }

    private func layDirectory(_ path: String, in home: borrowing Directory) throws(S6Error) {
        let components = path.split(separator: "/").map { EntryName($0.utf8) }
        guard let name = components.last else { return }
        if components.count == 1 { return try lay(name, in: home) }
        // Its directory has been told of, if it is none.
        if try home.attributes(of: components[0]).kind == .directory { try lay(name, in: home.handle(components[0])) }
    }

    private func lay(_ name: EntryName, in directory: borrowing Directory) throws(S6Error) {
        do throws(S6Error) {
            try directory.makeDirectory(name, mode: 0o755)
        } catch .system(.mkdir, let path, .exists) {
            if try directory.attributes(of: name).kind != .directory {
                warn("\(path): refusing to use it: it is no directory")
            }
        }
    }

    private func layFile(_ name: EntryName, mode: UInt32, in home: borrowing Directory) throws(S6Error) {
        do throws(S6Error) {
            let contents = try Directory.handle(trusting: source).plainFile(name).contents(limit: 1 << 20)
            try write(contents, to: name, mode: mode, in: home)
        } catch .system(.open, source.appending(name.bytes), .noEntry) {}  // there is nothing to begin with
    }

    /// Writes a file that is not there; whoever is faster has the last word.
    private func write(
        _ contents: [UInt8],
        to name: EntryName,
        mode: UInt32,
        in home: borrowing Directory
    ) throws(S6Error) {
        if try home.exists(name) {
            if try home.attributes(of: name).kind == .symbolicLink {
                warn("\(home.path(of: name)): refusing to write to it: it is a symbolic link")
            }
            return
        }
        let random = try RandomBytes.sixteen(for: home.path)
        let temporary = EntryName(Array(".hermes-seed-".utf8) + RandomBytes.letters(random))
        try create(temporary, contents, mode: mode, in: home)
        do throws(S6Error) {
            try home.rename(temporary, toNew: name)
        } catch {
            do throws(S6Error) { try home.unlink(temporary) } catch {}
            switch error.errno {
            case .exists: return
            // The file system has no such rename.
            case .invalidArgument: try create(name, contents, mode: mode, in: home)
            default: throw error
            }
        }
    }

    private func create(
        _ name: EntryName,
        _ contents: [UInt8],
        mode: UInt32,
        in home: borrowing Directory
    ) throws(S6Error) {
        do throws(S6Error) {
            let file = try home.createFile(name, mode: 0o600)
            do throws(S6Error) {
                if !contents.isEmpty { try file.write(all: contents.span) }
                try file.setMode(mode)
            } catch {
                do throws(S6Error) { try home.unlink(name) } catch {}
                throw error
            }
        } catch .system(.open, _, .exists) {}
    }
}
