/// The name of an entry in a directory, as a system call takes it: one that we know, or bytes.
package enum EntryName: Sendable, ExpressibleByStringLiteral {
    /// Where a text of the source begins, which lasts for ever: nothing is allocated for it.
    case known(UInt)
    case bytes(terminated: [UInt8])

    package init(stringLiteral value: StaticString) {
        precondition(value.hasPointerRepresentation, "a name has more than one character")
        self = unsafe .known(UInt(bitPattern: value.utf8Start))
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
        case .known(let start):
            // SAFETY: a StaticString with a pointer has a NUL behind its bytes, and lasts for ever.
            guard let start = unsafe UnsafePointer<UInt8>(bitPattern: start) else { return body(Span()) }
            var count = 1
            while unsafe start[count - 1] != 0 { count += 1 }
            return unsafe body(Span(_unsafeStart: start, count: count))
        case .bytes(let terminated): return body(terminated.span)
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
