internal import CPermEntry

// The bytes of words that are in the program itself. The only `unsafe` of the permission bridge.
extension Span<UInt8> {
    /// Whether it is a word.
    package func isSame(as word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        // SAFETY: a static string is as long as it says, and is never freed.
        for n in indices where unsafe word.utf8Start[n] != self[n] { return false }
        return true
    }
}

extension StaticString {
    /// Writes the text to standard error, as far as that takes it.
    package func say() {
        // SAFETY: as above.
        let buffer = unsafe UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
        _ = perm_write(2, unsafe buffer.span)
    }

    /// Hands its bytes on, one by one.
    package func forEachByte(_ body: (UInt8) -> Void) {
        // SAFETY: as above.
        for n in 0..<utf8CodeUnitCount { body(unsafe utf8Start[n]) }
    }

    /// Hands the word on with a NUL at its end.
    package func withTerminated(_ body: (Span<UInt8>) -> CInt) -> CInt {
        // SAFETY: every static string is followed by a NUL, which is part of the program as well.
        let buffer = unsafe UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount + 1)
        return body(unsafe buffer.span)
    }

    /// The word as a path to be followed.
    func path() throws(Refusal) -> PathText {
        // SAFETY: as above.
        let buffer = unsafe UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
        return try PathText(unsafe buffer.span)
    }
}
