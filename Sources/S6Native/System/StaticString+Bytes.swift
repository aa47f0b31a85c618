extension [UInt8] {
    /// The bytes of a text in the source.
    package init(_ text: StaticString) {
        // SAFETY: the buffer is as long as the text, and is read while it is lent.
        self = text.withUTF8Buffer { unsafe Array($0) }
    }

    /// Whether they are those of a text in the source.
    package func equals(_ text: StaticString) -> Bool { self[...].equals(text) }
}

extension ArraySlice<UInt8> {
    /// Whether they are those of a text in the source.
    package func equals(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes in
            guard bytes.count == count else { return false }
            for index in 0..<bytes.count where unsafe bytes[index] != self[startIndex + index] { return false }
            return true
        }
    }
}
