/// Bytes read from a FIFO and not looked at yet: several events can come in one read.
struct EventBuffer: Sendable {
    static let capacity = 64
    private var bytes = InlineArray<64, UInt8>(repeating: 0)
    private var first = 0
    private var end = 0

    mutating func takeFirst() -> UInt8? {
        guard first < end else { return nil }
        defer { first += 1 }
        return bytes[first]
    }

    /// Reads what there is, without blocking; `false` if there is nothing.
    mutating func fill(from fifo: borrowing Descriptor, _ path: S6Path) throws(S6Error) -> Bool {
        var span = bytes.mutableSpan
        guard let count = try fifo.read(into: &span, path), count > 0 else { return false }
        first = 0
        end = count
        return true
    }
}
