import S6Native

// What s6-log keeps in its directory.
extension Directory {
    /// A file that s6-log makes, opened; `nil` if there is none of that name.
    ///
    /// - Throws: ``S6Error/wrongFileType(_:expected:)`` for what is none of its making.
    borrowing func logFile(_ name: EntryName) throws(S6Error) -> LogFile? {
        do throws(S6Error) {
            let file = try reader(name)
            let attributes = try file.attributes()
            if try couldBeLog(attributes) { return LogFile(file, attributes) }
        } catch .system(.open, _, .noEntry) {
            return nil
        } catch .system(.open, _, .symbolicLink), .system(.open, _, .noReader) {  // the latter is a socket
        }
        throw notLog(name)
    }

    /// Which file has a name; `nil` for none.
    borrowing func logAttributes(_ name: EntryName) throws(S6Error) -> FileAttributes? {
        do throws(S6Error) {
            return try attributes(of: name)
        } catch .system(.stat, _, .noEntry) {
            return nil
        }
    }

    /// Whether this can be a file of s6-log's.
    ///
    /// s6-log archives by link and unlink, so for a moment a file has two names. Where only its owner can have
    /// made the second, it leads to nothing that is not theirs.
    borrowing func couldBeLog(_ attributes: FileAttributes) throws(S6Error) -> Bool {
        guard attributes.kind == .regular, attributes.links <= 2 else { return false }
        if attributes.links <= 1 { return true }
        let own = try ownAttributes()
        return own.owner == attributes.owner && own.permissions & 0o022 == 0
    }

    borrowing func notLog(_ name: EntryName) -> S6Error { .wrongFileType(path(of: name), expected: .regularFile) }

    /// The names of archives, the oldest first.
    borrowing func archiveNames() throws(S6Error) -> [[UInt8]] {
        var names: [[UInt8]] = []
        try listingOfSelf().forEachEntry { entry throws(S6Error) in
            if LogDirectory.isArchive(entry.name) { names.append(entry.name) }
            return true
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
