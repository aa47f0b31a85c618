public import S6Native

/// The directory that the logger of a gateway keeps its files in: `logs/gateways/PROFILE` in Hermes' home.
public struct GatewayLogDirectory: Sendable {
    /// The directory.
    public let path: S6Path
    private let hermes: HermesHome
    private let profile: ProfileName

    /// That of a profile's gateway.
    public init(of profile: ProfileName, in hermes: HermesHome) {
        self.profile = profile
        self.hermes = hermes
        path = hermes.logDirectory(of: profile)
    }

    /// Makes it, and removes the lock in it that a dead s6-log has left, which some file systems keep busy.
    ///
    /// One that is held stays: s6-log would wait for it, and two would write into one file.
    ///
    /// - Throws: `S6Error.locked(_:)`, or what was refused.
    public func prepare() throws(S6Error) {
        var directory = try Directory.handle(trusting: hermes.root)
        for name in [Text.bytes("logs"), Text.bytes("gateways"), profile.bytes] {
            do throws(S6Error) {
                try directory.makeDirectory(EntryName(name), mode: 0o755)
            } catch .system(.mkdir, _, .exists) {}
            directory = try Directory.handle(trusting: directory.path(of: EntryName(name)))
        }
        do throws(S6Error) {
            let lock = try directory.plainFile("lock")
            guard try lock.lockHolder() == nil, try lock.isUnlocked() else { throw .locked(lock.path) }
            try directory.unlink("lock")
        } catch .system(.open, _, .noEntry) {}
    }

    /// Whether a process of this container holds the lock: that of an older logger, which still logs, and will end.
    public func isHeldHere() -> Bool {
        guard let lock = try? Directory.handle(trusting: path).plainFile("lock"),
            let holder = try? lock.lockHolder()
        else { return false }
        return holder > 0
    }
}
