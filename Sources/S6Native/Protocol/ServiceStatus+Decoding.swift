extension ServiceStatus {
    /// The two layouts there are.
    ///
    /// Nothing in the file tells them apart but its size; after an upgrade one scandir can hold both, because a
    /// running supervisor keeps to its own.
    enum Layout: Int {
        /// s6 up to 2.12, and from 2.14 on.
        case short = 35
        /// s6 2.13, with the process group.
        case long = 43

        /// All that a reader has to have room for, and one byte more to see that there is too much.
        static let readSize = 44

        var waitStatusOffset: Int { self == .short ? 32 : 40 }
        var flagsOffset: Int { self == .short ? 34 : 42 }
    }

    private enum Offset {
        static let changedAt = 0
        static let readyStamp = 12
        static let pid = 24
        static let group = 32  // in the long layout only
    }

    /// Decodes a status record of any s6 from 2.10 to 2.15.
    ///
    /// - Throws: ``MalformedRecord`` if the size is of neither layout, or a field is impossible.
    public init(decoding record: Span<UInt8>) throws(MalformedRecord) {
        guard let layout = Layout(rawValue: record.count) else { throw .statusSize(record.count) }
        changedAt = try TAI64N(decoding: record, at: Offset.changedAt)
        readyStamp = try TAI64N(decoding: record, at: Offset.readyStamp)
        pid = try Self.process(in: record, at: Offset.pid)
        recordedGroup = layout == .long ? try Self.process(in: record, at: Offset.group) : nil
        let end = record.bigEndian(at: layout.waitStatusOffset, byteCount: 2)
        lastEnd = WaitStatus(rawValue: UInt16(truncatingIfNeeded: end))
        flags = Flags(rawValue: record[layout.flagsOffset])
    }

    /// s6 keeps a `pid_t` sign-extended to 8 bytes; 0, and -1 for a group that could not be had, say none.
    private static func process(in record: Span<UInt8>, at offset: Int) throws(MalformedRecord) -> Int32? {
        let wide = Int64(bitPattern: record.bigEndian(at: offset, byteCount: 8))
        guard let number = Int32(exactly: wide), number >= -1 else { throw .processNumber }
        return number > 0 ? number : nil
    }
}
