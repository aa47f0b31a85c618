/// What a relay can be asked for, by the words of the permission policy.
///
/// There are five bytes that a relay sends, and no others, and one question.
public enum RelayVerb: Equatable, Sendable, CaseIterable, Worded {
    /// `u`: see ``ControlCommand/wantUp``.
    case up
    /// `d`: see ``ControlCommand/wantDown``.
    case down
    /// `r`: see ``ControlCommand/downSignal``.
    case restart
    /// `t`: see ``ControlCommand/terminate``.
    case term
    /// `h`: see ``ControlCommand/hangUp``.
    case hup
    /// Whether a supervisor reads the FIFO: nothing is sent.
    case check

    /// The word for it.
    public var word: String { text.string }

    package var text: Text {
        switch self {
        case .up: "up"
        case .down: "down"
        case .restart: "restart"
        case .term: "term"
        case .hup: "hup"
        case .check: "check"
        }
    }

    /// What sends these bytes, or nearly so; `nil` if nothing does.
    ///
    /// `rc` is what a restart begins with: without the `c`, which no policy grants, a service that is paused stays so
    /// until somebody continues it.
    init?(sending bytes: Span<UInt8>) {
        let count = bytes.count
        guard count == 1 || (count == 2 && bytes[0] == UInt8(ascii: "r") && bytes[1] == UInt8(ascii: "c")) else {
            return nil
        }
        switch bytes[0] {
        case UInt8(ascii: "u"): self = .up
        case UInt8(ascii: "d"): self = .down
        case UInt8(ascii: "r"): self = .restart
        case UInt8(ascii: "t"): self = .term
        case UInt8(ascii: "h"): self = .hup
        default: return nil
        }
    }
}
