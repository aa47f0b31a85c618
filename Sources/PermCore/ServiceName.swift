/// The name of a service in a policy: `[A-Za-z0-9_][A-Za-z0-9._-]{0,63}`, so that it leads nowhere else.
public struct ServiceName: Sendable {
    /// How long it may be.
    public static let limit = 64

    private var bytes = InlineArray<64, UInt8>(repeating: 0)
    let count: Int

    /// The name, or `nil` if it is none.
    public init?(_ text: Span<UInt8>) {
        guard (1...Self.limit).contains(text.count), text[0] != UInt8(ascii: "."), text[0] != UInt8(ascii: "-") else {
            return nil
        }
        for n in text.indices {
            guard Self.isAllowed(text[n]) else { return nil }
            bytes[n] = text[n]
        }
        count = text.count
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Hands its bytes on, one by one.
    package func forEachByte(_ body: (UInt8) -> Void) { for n in 0..<count { body(bytes[n]) } }

    subscript(n: Int) -> UInt8 { bytes[n] }

    /// Whether a part of a text is this name.
    func isSame(as text: Span<UInt8>) -> Bool {
        guard text.count == count else { return false }
        for n in text.indices where text[n] != bytes[n] { return false }
        return true
    }
}
