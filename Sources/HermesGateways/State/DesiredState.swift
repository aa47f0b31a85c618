public import S6Native

/// What the operator wants of a gateway, as it is kept in `gateway_state.json`.
public enum DesiredState: Equatable, Sendable {
    /// It is to run, at the next boot as well.
    case running
    /// It is not.
    case stopped
}

extension DesiredState: CustomStringConvertible, Worded {
    /// The word in the file.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .running: "running"
        case .stopped: "stopped"
        }
    }
}
