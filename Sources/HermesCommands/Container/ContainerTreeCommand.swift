import HermesGateways
import S6Native

enum ContainerTreeCommand: Command {
    static let spec = CommandSpec(
        words: ["container", "tree"],
        summary: "Make the place of hermes' own tree ready, at the start of a container, and say which tree it is.",
        operands: "",
        operandCount: 0...0,
        options: [],
        discussion: """
            $HERMES_GATEWAY_TREE says which: isolated (the default) makes /run/hermes, root's, and /run/hermes/service in it,
            hermes'; shared removes both. It prints the word. What the last start of the container has left there is removed.
            Root runs it; what hermes runs makes both hermes' own.
            """,
        example: "hermesctl container tree"
    )

    private static let parent: S6Path = "/run/hermes"

    static func run(_ arguments: Arguments, in session: Session) {
        let value = session.environment["HERMES_GATEWAY_TREE"]
        guard let kind = value.map({ TreeKind($0) }) ?? .isolated else {
            let text = "HERMES_GATEWAY_TREE: cannot take \(ReadableText.of(value ?? []))"
            return session.fail(.usage, text, remedy: "isolated or shared")
        }
        do throws(S6Error) {
            switch kind {
            case .isolated: try prepare(session)
            case .shared: try remove()
            }
            session.console.write("\(kind)\n")
        } catch {
            session.fail(error)
        }
    }

    private static func prepare(_ session: Session) throws(S6Error) {
        let isRoot = CurrentProcess.user == 0
        let hermes =
            isRoot
            ? (try? Account.named("hermes")) ?? nil : Account(user: CurrentProcess.user, group: CurrentProcess.group)
        guard let hermes else {
            return session.fail(.configuration, "/etc/passwd: has no user hermes", remedy: "useradd --uid 10000 hermes")
        }
        let run = try Directory.handle(trusting: parent.parent)
        do throws(S6Error) { try run.makeDirectory("hermes", mode: 0o755) } catch .system(.mkdir, _, .exists) {}
        let place = try run.listing("hermes")
        guard try place.ownAttributes().isOwnedByRootOrUs else {
            throw .foreignLink(parent, owner: try place.ownAttributes().owner)
        }
        try place.setMode(0o755)  // whatever the umask has made of it
        if try place.exists("service") {
            // Called in a container that runs, it leaves alone what is kept.
            if (try? ScanDirectory(parent.appending("service")).isScanned()) == .some(true) { return }
            // Whatever the last start of this container has left, hermes may have made of it what nobody can scan.
            try place.rename("service", to: EntryName(old + Array("\(CurrentProcess.bootTicks)".utf8)))
        }
        try make(in: place, for: hermes, session)
        try sweep(place, session)
    }

    private static var old: [UInt8] { Array("old-".utf8) }

    /// Removes what earlier starts have left, also those that were killed while they did.
    private static func sweep(_ place: borrowing Directory, _ session: Session) throws(S6Error) {
        var left: [EntryName] = []
        try place.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            if entry.name.starts(with: old) { left.append(EntryName(entry.name)) }
            return true
        }
        for name in left {
            do throws(S6Error) { try place.removeTree(name) } catch {
                // Without CAP_DAC_OVERRIDE root does not get into what hermes has closed; hermes does.
                let path = Array(parent.bytes) + [UInt8(ascii: "/")] + name.bytes
                let words = ["hermes", "rm", "-rf", "--"].map { Array($0.utf8) } + [path]
                _ = Program(ofSystem: "s6-setuidgid")?.exitCode(words)
                do throws(S6Error) { try place.removeTree(name) } catch { session.console.complain(error) }
            }
        }
    }

    private static func make(
        in place: borrowing Directory,
        for hermes: Account,
        _ session: Session
    ) throws(S6Error) {
        try place.makeDirectory("service", mode: 0o755)
        let service = try place.listing("service")
        try service.setMode(0o755)
        guard hermes.user != CurrentProcess.user else { return }
        do throws(S6Error) {
            try service.setOwner(hermes.user, hermes.group)
        } catch .system(.fchown, let path, .notPermitted) {
            // Without CAP_CHOWN: hermes makes it, while everybody may make something there. Root uses nothing in it.
            try place.removeDirectory("service")
            try place.setMode(0o1777)
            let code = Program(ofSystem: "s6-setuidgid")?
                .exitCode(["hermes", "mkdir", "-m", "755", "\(parent)/service"].map { Array($0.utf8) })
            try place.setMode(0o755)
            let made = try? place.attributes(of: "service")
            guard code == 0, made?.kind == .directory, made?.owner == hermes.user else {
                throw .system(.fchown, path: path, errno: .notPermitted)
            }
        }
    }

    private static func remove() throws(S6Error) {
        guard CurrentProcess.user == 0 else { return }
        let run = try Directory.handle(trusting: parent.parent)
        if try run.exists("hermes") { try run.removeTree("hermes") }
    }
}
