internal import CS6Shim

/// Bytes from the kernel's generator.
package enum RandomBytes {
    /// Sixteen of them, for a name in `path`.
    package static func sixteen(for path: S6Path) throws(S6Error) -> InlineArray<16, UInt8> {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        try S6Error.check(.getrandom, cs6_random(&span), path)  // up to 256 bytes come whole
        return bytes
    }

    /// Six letters or digits of them.
    package static func letters(_ random: InlineArray<16, UInt8>) -> [UInt8] {
        let alphabet: StaticString = "abcdefghijklmnopqrstuvwxyz012345"
        let characters = Array(alphabet)
        var letters: [UInt8] = []
        for index in 0..<6 { letters.append(characters[Int(random[index] & 31)]) }
        return letters
    }
}
