public import S6Native

/// Which profiles have gateways of their own that run: Hermes has answered this in three ways.
public enum GatewayPolicy: Equatable, Sendable, CaseIterable {
    /// A: each has, and starts at boot if it ran before.
    case perProfile
    /// B: the same, unless the configuration has the root's gateway serve them all.
    case multiplexOptIn
    /// C: the root's gateway serves them all, and starts at boot if any of them ran before.
    case multiplexOnly

    /// The policy of a letter, `A`, `B` or `C`.
    public init?(letter: [UInt8]) {
        guard letter.count == 1 else { return nil }
        switch letter[0] | 0x20 {
        case UInt8(ascii: "a"): self = .perProfile
        case UInt8(ascii: "b"): self = .multiplexOptIn
        case UInt8(ascii: "c"): self = .multiplexOnly
        default: return nil
        }
    }

    /// Whether the root profile's gateway serves the others, so that theirs are not to run.
    public func isServedByRoot(_ setting: MultiplexSetting) -> Bool {
        switch self {
        case .perProfile: false
        case .multiplexOptIn: setting == .on
        case .multiplexOnly: true
        }
    }
}

extension GatewayPolicy: CustomStringConvertible, Worded {
    /// Its letter.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .perProfile: "A"
        case .multiplexOptIn: "B"
        case .multiplexOnly: "C"
        }
    }
}
