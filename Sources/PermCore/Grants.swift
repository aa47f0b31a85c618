/// What somebody may ask of a service, as the policy writes it: some of `udrth`, in that order.
public struct Grants: Sendable {
    /// A bit for each letter. (An option set would bring arrays, which are allocated.)
    private var bits: UInt8 = 0

    /// No grant.
    init() {}

    /// Reads them; `nil` unless there is one at least, each known, none twice, and all in order.
    init?(_ letters: Span<UInt8>) {
        for n in letters.indices {
            guard let bit = Self.bit(of: letters[n]), bit > bits else { return nil }
            bits |= bit
        }
        if bits == 0 { return nil }
    }

    /// Whether a verb may be used.
    ///
    /// To ask whether somebody is there, any grant will do.
    public func allow(_ verb: Verb) -> Bool {
        guard let byte = verb.byte else { return bits != 0 }
        return Self.bit(of: byte).map { bits & $0 != 0 } ?? false
    }

    mutating func add(_ more: Grants) { bits |= more.bits }

    private static func bit(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "u"): 1
        case UInt8(ascii: "d"): 2
        case UInt8(ascii: "r"): 4
        case UInt8(ascii: "t"): 8
        case UInt8(ascii: "h"): 16
        default: nil
        }
    }
}
