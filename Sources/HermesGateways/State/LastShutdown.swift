public import S6Native

/// How the gateway of a profile ended when it last did, by its own record `state/gateway.lifecycle.json`.
public enum LastShutdown: Equatable, Sendable {
    /// It had noted that it exited.
    case clean
    /// It had not.
    case unclean
    /// There is no record, or none that can be read.
    case unknown

    /// Reads the record in the home of a profile.
    public init(of profile: ProfileName, in hermes: HermesHome) {
        self = .unknown
        do throws(S6Error) {
            let directory = try Directory.handle(trusting: hermes.home(of: profile)).handle("state")
            let bytes = try directory.plainFile("gateway.lifecycle.json").contents(limit: 1 << 20)
            let phase = JSONText(bytes, keys: [Text.bytes("phase")])?.string("phase")
            if let phase, phase.equals("exited") { self = .clean }
            if let phase, phase.equals("running") { self = .unclean }
        } catch {}
    }
}

extension LastShutdown: CustomStringConvertible, Worded {
    /// The word in the boot log.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .clean: "clean"
        case .unclean: "unclean"
        case .unknown: "unknown"
        }
    }
}
