/// What may be asked of a service.
public enum Verb: Equatable, Sendable {
    case up, down, restart, term, hup
    /// Whether a supervisor reads the FIFO: nothing is sent.
    case check

    /// The verb that a word names.
    public init?(_ word: Span<UInt8>) {
        if word.isSame(as: "up") {
            self = .up
        } else if word.isSame(as: "down") {
            self = .down
        } else if word.isSame(as: "restart") {
            self = .restart
        } else if word.isSame(as: "term") {
            self = .term
        } else if word.isSame(as: "hup") {
            self = .hup
        } else if word.isSame(as: "check") {
            self = .check
        } else {
            return nil
        }
    }

    /// The one byte that `s6-supervise` is sent; no other ever is.
    public var byte: UInt8? {
        switch self {
        case .up: UInt8(ascii: "u")
        case .down: UInt8(ascii: "d")
        case .restart: UInt8(ascii: "r")
        case .term: UInt8(ascii: "t")
        case .hup: UInt8(ascii: "h")
        case .check: nil
        }
    }
}
