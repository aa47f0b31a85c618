public import S6Native

/// What there is under a name in `profiles/`.
public enum FoundProfile: Sendable {
    /// A profile.
    case profile(ProfileName)
    /// A directory with a `SOUL.md`, or one that cannot be looked into, which is passed over.
    case skipped(name: [UInt8], Reason)

    /// Why it is passed over.
    public enum Reason: Sendable {
        /// No profile can have that name.
        case invalidName
        /// `default` is the root profile, whose home is elsewhere.
        case reservedName
        /// It may not be looked into, or is a link that somebody else has made.
        case unreadable(S6Error)
    }
}

extension FoundProfile.Reason {
    /// The word for it in a log.
    public var word: String { text.string }

    package var text: Text {
        switch self {
        case .invalidName: "invalid-name"
        case .reservedName: "reserved-name"
        case .unreadable: "unreadable"
        }
    }
}
