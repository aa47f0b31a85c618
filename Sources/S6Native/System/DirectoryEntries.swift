internal import CS6Shim

extension Directory {
    /// An entry as `getdents64` tells of it.
    package struct Entry {
        /// What the directory itself knows of an entry's kind, to spare a `stat`.
        package enum Kind { case directory, symbolicLink, unknown, other }

        /// The name, without a NUL.
        package let name: [UInt8]
        package let kind: Kind
    }

    /// Calls `body` for every entry but `.` and `..`, in the directory's own order, until it returns `false`.
    ///
    /// The directory was opened for listing. It is read from where it stands: read it once. A name that comes
    /// or goes meanwhile may be seen or not, as with `readdir`.
    package borrowing func forEachEntry(_ body: (Entry) throws(S6Error) -> Bool) throws(S6Error) {
        // Most are small, and a large buffer takes longer to make than they to be read.
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            var span = buffer.mutableSpan
            let count = try S6Error.check(.getdents, cs6_read_entries(descriptor.rawValue, &span), path)
            guard count > 0 else { return }
            var offset = 0
            while let entry = Entry(in: buffer.span.extracting(first: count), at: &offset) {
                guard !entry.isSelfOrParent else { continue }
                guard try body(entry) else { return }
            }
            if buffer.count < 2 * count { buffer = [UInt8](repeating: 0, count: 32 * 1024) }
        }
    }
}

extension Directory.Entry {
    /// Offsets in `struct linux_dirent64`, asserted in the shim.
    private enum Offset {
        static let recordLength = 16
        static let type = 18
        static let name = 19
    }

    /// Decodes the record at `offset` and moves on to the next; `nil` at the end, or at what is no record.
    init?(in records: Span<UInt8>, at offset: inout Int) {
        guard offset + Offset.name < records.count else { return nil }
        let length = Int(records[offset + Offset.recordLength]) | Int(records[offset + Offset.recordLength + 1]) << 8
        guard length > Offset.name, offset + length <= records.count else { return nil }
        var name: [UInt8] = []
        name.reserveCapacity(length - Offset.name)
        for index in offset + Offset.name..<offset + length {
            let byte = records[index]
            if byte == 0 { break }
            name.append(byte)
        }
        kind =
            switch CInt(records[offset + Offset.type]) {
            case CS6_DT_DIR: .directory
            case CS6_DT_LNK: .symbolicLink
            case CS6_DT_UNKNOWN: .unknown
            default: .other
            }
        self.name = name
        offset += length
    }

    /// Whether the name begins with a dot, so that s6-svscan passes over it.
    package var isHidden: Bool { name.first == UInt8(ascii: ".") }

    var isSelfOrParent: Bool { isHidden && (name.count == 1 || (name.count == 2 && name[1] == UInt8(ascii: "."))) }
}
