internal import CPermEntry

/// An open file or directory; closed when its owner lets go of it.
public struct Handle: ~Copyable {
    private(set) var descriptor: CInt

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    deinit { if descriptor >= 0 { perm_close(descriptor) } }

    /// Gives the descriptor up without closing it.
    mutating func leaveOpen() -> CInt {
        let left = descriptor
        descriptor = -1
        return left
    }

    /// Opens the root directory as a mere handle.
    static func root() throws(Refusal) -> Handle {
        let name: InlineArray<2, UInt8> = [UInt8(ascii: "/"), 0]
        return try taking(perm_open_handle(PERM_ROOT, name.span))
    }

    /// The result of a call that opens, as its owner.
    ///
    /// What is not there is `absent`; a link where none may be, or something else than what was meant, has been put
    /// there by somebody.
    static func taking(_ result: CInt, absent: Refusal = .system) throws(Refusal) -> Handle {
        switch -result {
        case _ where result >= 0: return Handle(result)
        case PERM_ENOENT, PERM_ENXIO: throw absent  // the latter is a FIFO without a reader
        case PERM_ENOTDIR, PERM_ELOOP: throw .tampering
        default: throw .system
        }
    }

    /// An entry itself, whatever it is, as a mere handle.
    func entry(_ name: StaticString, absent: Refusal) throws(Refusal) -> Handle {
        try Self.taking(name.withTerminated { perm_open_handle(descriptor, $0) }, absent: absent)
    }

    func reader(_ name: StaticString, absent: Refusal) throws(Refusal) -> Handle {
        try Self.taking(name.withTerminated { perm_open_reader(descriptor, $0) }, absent: absent)
    }

    func writer(_ name: StaticString, absent: Refusal) throws(Refusal) -> Handle {
        try Self.taking(name.withTerminated { perm_open_writer(descriptor, $0) }, absent: absent)
    }

    func facts() throws(Refusal) -> FileFacts {
        let stat = perm_stat(descriptor)
        guard stat.result >= 0 else { throw .system }
        return FileFacts(stat)
    }
}
