public import S6Native

/// Hermes' home: the directory of the root profile, with those of the others in `profiles/`.
public struct HermesHome: Equatable, Sendable {
    /// The home of the root profile.
    public let root: S6Path

    /// Where it is in the image.
    public static var standard: S6Path { "/opt/data" }

    /// Takes what `HERMES_HOME` says: the root profile's home, or that of another one, `ROOT/profiles/NAME`.
    public init(_ path: S6Path) {
        let isProfile = path.parent.lastComponent.equals("profiles")
        root = isProfile ? path.parent.parent : path
    }

    /// Where the other profiles are.
    public var profiles: S6Path { root.appending("profiles") }

    /// The home of a profile, whether there is one or not.
    public func home(of profile: ProfileName) -> S6Path {
        profile.isStandard ? root : profiles.appending(profile.bytes)
    }

    /// The log directory of a profile's gateway.
    public func logDirectory(of profile: ProfileName) -> S6Path {
        root.appending("logs").appending("gateways").appending(profile.bytes)
    }
}

extension HermesHome {
    /// Whether there is such a profile: the root profile, or a directory with a `SOUL.md` in it.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if it may not be found out.
    public func has(_ profile: ProfileName) throws(GatewayError) -> Bool {
        if profile.isStandard { return true }
        return try wrapping { () throws(S6Error) in
            try Self.absent(nil) { () throws(S6Error) in try Self.hasSoul(Directory.handle(trusting: home(of: profile)))
            }
                ?? false
        }
    }

    /// What is in `profiles/`, sorted by name; nothing, where there is no such directory.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if `profiles/` itself may not be read.
    public func find() throws(GatewayError) -> [FoundProfile] {
        try wrapping { () throws(S6Error) in
            var names: [[UInt8]] = []
            try Self.absent(()) { () throws(S6Error) in
                try Directory.handle(trusting: profiles).listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                    if entry.kind != .other { names.append(entry.name) }
                    return true
                }
            }
            names.heapSort { $0.lexicographicallyPrecedes($1) }
            return names.compactMap { found($0) }
        }
    }

    private func found(_ name: [UInt8]) -> FoundProfile? {
        do throws(S6Error) {
            let isReal = try Self.absent(nil) { () throws(S6Error) in
                try Self.hasSoul(Directory.handle(trusting: profiles.appending(name)))
            }
            guard isReal == true else { return nil }
        } catch .system(_, _, .notDirectory) {
            return nil
        } catch {
            return .skipped(name: name, .unreadable(error))
        }
        do throws(GatewayError) {
            let profile = try ProfileName(bytes: name)
            return profile.isStandard ? .skipped(name: name, .reservedName) : .profile(profile)
        } catch {
            return .skipped(name: name, .invalidName)
        }
    }

    private static func hasSoul(_ directory: borrowing Directory) throws(S6Error) -> Bool {
        try directory.exists(following: "SOUL.md")
    }

    private static func absent<Value>(
        _ value: Value,
        _ body: () throws(S6Error) -> Value
    ) throws(S6Error) -> Value {
        do throws(S6Error) { return try body() } catch .system(_, _, .noEntry) { return value }
    }
}
