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

    /// Makes the directories that are missing; a link in the place of one is told of, and what would be in it is left away.
    func layDirectories() throws(S6Error) {
        let home = try Directory.handle(trusting: hermes.root)
        for path in Self.directories {
            let components = path.split(separator: "/").map { EntryName($0.utf8) }
            guard let name = components.last else { continue }
            if components.count == 1 {
                try lay(name, in: home)
            } else if let parent = try? home.handle(components[0]) {
                try lay(name, in: parent)
            }
        }
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

    /// Copies the first files that are missing.
    func layFiles() throws(S6Error) {
        let home = try Directory.handle(trusting: hermes.root)
        for (name, mode) in Self.files {
            let entry = EntryName("\(name)".utf8)
            guard try isMissing(entry, in: home) else { continue }
            let contents: [UInt8]
            do throws(S6Error) {
                contents = try Directory.handle(trusting: source).plainFile(entry).contents(limit: 1 << 20)
            } catch .system(_, _, .noEntry) {
                continue  // there is nothing to begin with
            }
            try write(contents, to: entry, mode: mode, in: home)
        }
    }

    /// Says that the root profile's gateway ran, where nothing is known of it.
    func layState() throws(S6Error) {
        let home = try Directory.handle(trusting: hermes.root)
        guard try isMissing("gateway_state.json", in: home) else { return }
        try write(Array("{\"gateway_state\":\"running\"}".utf8), to: "gateway_state.json", mode: 0o644, in: home)
    }

    /// Whether there is nothing of a name; a link is told of, since it may lead anywhere.
    private func isMissing(_ name: EntryName, in home: borrowing Directory) throws(S6Error) -> Bool {
        guard try home.exists(name) else { return true }
        if try home.attributes(of: name).kind == .symbolicLink {
            warn("\(home.path(of: name)): refusing to write to it: it is a symbolic link")
        }
        return false
    }

    private func write(
        _ contents: [UInt8],
        to name: EntryName,
        mode: UInt32,
        in home: borrowing Directory
    ) throws(S6Error) {
        try home.listingOfSelf().sweep(temporary: Self.temporary)  // what a killed boot has left
        try home.replaceFile(name, with: contents.span, temporary: Self.temporary, mode: .exactly(mode))
    }

    private static let temporary = Array(".hermes-seed-".utf8)
}
