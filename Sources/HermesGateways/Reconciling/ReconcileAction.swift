public import S6Native

/// What reconciling has done about one profile, or would do.
public struct ReconcileAction: Sendable {
    /// What was done.
    public enum Action: Equatable, Sendable {
        /// Its gateway has a slot, and starts.
        case started
        /// Its gateway has a slot, and is down.
        case registered
        /// Its slot runs, and some of its files were renewed.
        case updated
        /// Its slot runs, and is as it should be.
        case unchanged
        /// Its profile is gone, and so is its slot now.
        case retired
        /// Nothing, for this reason.
        case skipped(Reason)
    }

    /// Why nothing was done, in a word.
    public enum Reason: Equatable, Sendable {
        case invalidName, reservedName, unreadable, noProfile, noTree, busy, failed
    }

    /// The name, as it stands on the disk.
    public let profile: [UInt8]
    /// What it was before, or is wanted to be; `nil` if nothing says so.
    public let prior: [UInt8]?
    /// What its gateway told last, where that is another thing than ``prior``.
    public let observed: [UInt8]?
    /// What was done.
    public internal(set) var action: Action
    /// How its gateway ended when it last did.
    public let lastShutdown: LastShutdown
    /// Whether the root profile's gateway starts on its behalf; `nil` where the policy knows no such thing.
    public let isFoldedIntoRoot: Bool?
    /// What went wrong.
    public internal(set) var error: GatewayError?

    init(
        _ profile: [UInt8],
        _ action: Action,
        prior: [UInt8]? = nil,
        observed: [UInt8]? = nil,
        _ lastShutdown: LastShutdown = .unknown,
        isFoldedIntoRoot: Bool? = nil,
        error: GatewayError? = nil
    ) {
        self.profile = profile
        self.prior = prior
        self.observed = observed == prior ? nil : observed
        self.action = action
        self.lastShutdown = lastShutdown
        self.isFoldedIntoRoot = isFoldedIntoRoot
        self.error = error
    }

    /// The line of the log, without the time: `profile=NAME prior_state=STATE action=WORD prior_exit=WORD`, and
    /// `observed_state=STATE` where that differs.
    public var line: String { lineText.string }

    /// The same, in bytes.
    package var lineText: Text {
        "profile=\(Self.word(profile)) prior_state=\(prior.map { Self.word($0) } ?? "None") action=\(action)"
            + " prior_exit=\(lastShutdown)"
            + (isFoldedIntoRoot.map { " folded_into_root=\($0 ? "True" : "False" as Text)" } ?? "")
            + (observed.map { " observed_state=\(Self.word($0))" } ?? "")
    }

    /// Bytes from a file that anybody may have written, as one word of a line.
    private static func word(_ bytes: [UInt8]) -> Text {
        var text: [UInt8] = []
        for byte in bytes.prefix(64) { text.append(byte == UInt8(ascii: " ") ? UInt8(ascii: "_") : byte) }
        return text.isEmpty ? "?" : ReadableText.text(of: text)
    }
}

extension ReconcileAction.Action: CustomStringConvertible, Worded {
    /// The word in the log.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .started: "started"
        case .registered: "registered"
        case .updated: "updated"
        case .unchanged: "unchanged"
        case .retired: "retired"
        case .skipped(let reason): "skipped reason=\(reason)"
        }
    }
}

extension ReconcileAction.Reason: CustomStringConvertible, Worded {
    /// The word in the log.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .invalidName: "invalid-name"
        case .reservedName: "reserved-name"
        case .unreadable: "unreadable"
        case .noProfile: "no-profile"
        case .noTree: "no-tree"
        case .busy: "busy"
        case .failed: "failed"
        }
    }
}
