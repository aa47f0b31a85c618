extension Span<UInt8> {
    /// The unsigned big-endian number of `byteCount` bytes at `offset`, which the caller knows to be inside.
    func bigEndian(at offset: Int, byteCount: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + byteCount { value = value << 8 | UInt64(self[index]) }
        return value
    }
}
