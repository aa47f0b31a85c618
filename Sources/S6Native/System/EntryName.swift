/// The name of an entry in a directory, as a system call takes it: one that we know, or bytes.
package enum EntryName: Sendable, ExpressibleByStringLiteral {
    /// Up to 15 bytes, and NULs: held in place, so that nothing is allocated for it.
    case known(InlineArray<16, UInt8>)
    case bytes(terminated: [UInt8])

    package init(stringLiteral value: StaticString) {
        precondition(value.hasPointerRepresentation, "a name has more than one character")
        guard value.utf8CodeUnitCount < 16 else {
            self.init("\(value)".utf8)
            return
        }
        var inline = InlineArray<16, UInt8>(repeating: 0)
        // SAFETY: a StaticString with a pointer has utf8CodeUnitCount bytes behind it, for ever.
        for index in 0..<value.utf8CodeUnitCount { inline[index] = unsafe value.utf8Start[index] }
        self = .known(inline)
    }

    /// A name found in a directory or made up by us: no NUL in it.
    package init(_ bytes: some Sequence<UInt8>) {
        var terminated = Array(bytes)
        terminated.append(0)
        self = .bytes(terminated: terminated)
    }

    /// The bytes, without a NUL: for the path in an error.
    package var bytes: [UInt8] { withTerminated { $0.bytesBeforeNUL } }

    /// Lends the bytes to a system call, with a NUL.
    package func withTerminated<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        switch self {
        case .known(let name): body(name.span)
        case .bytes(let terminated): body(terminated.span)
        }
    }
}

extension Span<UInt8> {
    fileprivate var bytesBeforeNUL: [UInt8] {
        var bytes: [UInt8] = []
        for index in indices where self[index] != 0 { bytes.append(self[index]) }
        return bytes
    }
}
