internal import CS6Shim

/// Bytes from the kernel's generator.
enum RandomBytes {
    /// Sixteen of them, for a name in `path`.
    static func sixteen(for path: S6Path) throws(S6Error) -> InlineArray<16, UInt8> {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        try S6Error.check(.getrandom, cs6_random(&span), path)  // up to 256 bytes come whole
        return bytes
    }
}
