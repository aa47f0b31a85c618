import HermesGateways
import PermCore
import PermPolicy
import S6Native

/// The policy as people write it, and the compiled one that the helper and the broker read.
struct PolicyFiles {
    let report: GrantReport

    private static let compiledName: EntryName = "policy"
    private static let temporary = Array(".policy-".utf8)

    /// Waits until no other run lays or takes back, and keeps others from it; `nil` where there is no place to do so.
    ///
    /// The lock is in a file that nobody else can open: anybody may hold that of a directory that he can read.
    func lock() throws(GrantError) -> FileLock? {
        guard let directory = try report.mode == .revoke ? foundDirectory() : compiledDirectory() else { return nil }
        let name: EntryName = ".lock"
        // One that was made while others could write here is theirs to hold.
        if let found = try present({ () throws(S6Error) in try directory.attributes(of: name) }),
            found.kind != .regular || found.owner != 0 || found.permissions & 0o077 != 0
        {
            try wrapping { () throws(S6Error) in try directory.unlink(name) }
        }
        return try wrapping { () throws(S6Error) in
            try FileLock.take(name, in: directory, before: .after(.seconds(60)))
        }
    }

    /// Reads what people have written.
    ///
    /// - Throws: ``GrantCode/configuration``, whatever is wrong with it.
    func source() throws(GrantError) -> Policy {
        let text: [UInt8]
        do throws(GrantError) {
            text = try sourceText()
        } catch {
            guard error.code == .tampering else { throw error }
            throw GrantError(.configuration, error.message, remedy: "chown root:root and chmod go-w it, if it is yours")
        }
        do throws(PolicyMistake) {
            return try Policy(text) { name in (try? Account.named(name))?.user }
        } catch {
            throw GrantError(error, in: Policy.source)
        }
    }

    private func sourceText() throws(GrantError) -> [UInt8] {
        let missing = GrantError.configuration(
            Policy.source,
            "there is no policy",
            remedy: "write one: base \(BridgePaths.servicedirs), and lines USER SERVICE"
        )
        guard let directory = try RootsPath.open(Policy.source.parent, followingRootsLinks: false),
            let file = try present({ () throws(S6Error) in try directory.plainFile("policy") })
        else { throw missing }
        let attributes = try wrapping { () throws(S6Error) in try file.attributes() }
        guard attributes.isRootsAlone else {
            throw .tampering(Policy.source, "is \(Look.of(attributes)): others than root can write it")
        }
        return try wrapping { () throws(S6Error) in try file.contents(limit: Policy.limit + 1) }
    }

    /// Where the servicedirs were when the policy was compiled last; `nil` if that cannot be told.
    func compiledBase() throws(GrantError) -> S6Path? {
        guard let directory = try foundDirectory(),
            let text = try? directory.plainFile(Self.compiledName).contents(limit: Policy.limit + 1),
            let name = ServiceName(Array("any".utf8).span),
            let compiled = try? CompiledPolicy(text.span, for: 0, name)
        else { return nil }
        return try? S6Path(bytes: text[compiled.base])
    }

    /// Has the compiled policy be this one, at once: a reader sees the old or the new.
    func compile(_ policy: Policy) throws(GrantError) {
        guard let directory = try compiledDirectory() else { return }
        let text = policy.compiled
        if let file = try? directory.plainFile(Self.compiledName), let found = try? file.attributes(),
            found.permissions == 0o644, found.owner == 0, found.group == 0, found.links == 1,
            let old = try? file.contents(limit: Policy.limit + 1), old == text
        {
            return
        }
        report.difference(Policy.compiledPath, is: "not the policy", should: "what \(Policy.source) says")
        if report.isCheck { return }
        try wrapping { () throws(S6Error) in
            try directory.sweep(temporary: Self.temporary)
            try directory.replaceFile(
                Self.compiledName,
                with: text.span,
                temporary: Self.temporary,
                mode: .exactly(0o644)
            )
        }
    }

    /// Takes the compiled policy away: without one, helper and broker grant nobody anything.
    func removeCompiled() throws(GrantError) {
        guard let directory = try foundDirectory(),
            try wrapping({ () throws(S6Error) in try directory.exists(Self.compiledName) })
        else { return }
        report.difference(Policy.compiledPath, is: "there", should: "gone")
        if report.isCheck { return }
        try wrapping { () throws(S6Error) in try directory.unlink(Self.compiledName) }
    }

    /// Makes the directory of the broker's socket, which is the broker's.
    ///
    /// Without the right to give anything away it is root's, and the group may write to it.
    func prepareBroker(_ account: Account, canGive: Bool) throws(GrantError) {
        guard let directory = try compiledDirectory() else { return }
        let name: EntryName = "broker", path = BridgePaths.broker
        let owner = canGive ? account.user : 0, mode: UInt32 = canGive ? 0o755 : 0o775
        let wanted = Look.of(mode: mode, user: owner, group: account.group)
        if try present({ () throws(S6Error) in try directory.link(name) }) == nil {
            report.difference(path, is: "not there", should: wanted)
            if report.isCheck { return }
            try wrapping { () throws(S6Error) in try directory.makeDirectory(name, mode: 0o700) }
        }
        let broker = try wrapping { () throws(S6Error) in try directory.link(name) }
        let found = try broker.grantAttributes()
        guard found.kind == .directory else { throw .tampering(path, "is no directory") }
        guard found.owner == 0 || found.owner == account.user else { throw .tampering(path, "is uid \(found.owner)'s") }
        let looks = [wanted, Look.of(mode: 0o755, user: account.user, group: account.group)]
        let roots = Look.of(mode: 0o775, user: 0, group: account.group)
        // Who only looks cannot tell what the one who laid it was able to.
        if (looks + (report.isCheck ? [roots] : [])).contains(Look.of(found)) { return }
        report.difference(path, is: Look.of(found), should: wanted)
        if report.isCheck { return }
        if found.owner != 0 { try broker.give(to: 0, 0) }
        try broker.permit(0o700)
        if !canGive { try broker.give(to: 0, account.group) }
        try broker.permit(mode)
        if canGive { try broker.give(to: owner, account.group) }
    }

    private func foundDirectory() throws(GrantError) -> Directory? {
        try RootsPath.open(BridgePaths.directory, followingRootsLinks: false)
    }

    private func compiledDirectory() throws(GrantError) -> Directory? {
        if let found = try foundDirectory() { return found }
        report.difference(BridgePaths.directory, is: "not there", should: Look.of(mode: 0o755, user: 0, group: 0))
        guard !report.isCheck, let run = try RootsPath.open("/run", followingRootsLinks: false) else { return nil }
        do throws(S6Error) { try run.makeDirectory("hermes-s6", mode: 0o755) } catch .system(_, _, .exists) {} catch {
            throw GrantError(error)
        }
        return try foundDirectory()
    }
}
