/// What may be asked of a service.
public enum Verb: Equatable, Sendable {
    case up, down, restart, term, hup
    /// Whether a supervisor reads the FIFO: nothing is sent.
    case check

    /// The verb that a word names.
    public init?(_ word: Span<UInt8>) {
        let all: InlineArray<6, Verb> = [.up, .down, .restart, .term, .hup, .check]
        for n in all.indices where word.isSame(as: all[n].word) {
            self = all[n]
            return
        }
        return nil
    }

    /// The word for it.
    public var word: StaticString {
        switch self {
        case .up: "up"
        case .down: "down"
        case .restart: "restart"
        case .term: "term"
        case .hup: "hup"
        case .check: "check"
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
