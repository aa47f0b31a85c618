internal import CS6Shim

// Files that s6 makes: of the right type, or neither read nor written.
extension Directory {
    package borrowing func regularFile(_ name: EntryName) throws(S6Error) -> OpenFile {
        try checked(.regularFile, name) { () throws(S6Error) in try reader(name) }
    }

    borrowing func fifoWriter(_ name: EntryName) throws(S6Error) -> OpenFile {
        try checked(.fifo, name) { () throws(S6Error) in try writer(name) }
    }

    /// A file that people make, and may link to: followed if the link is root's or ours, and to no other link.
    borrowing func definitionFile(_ name: EntryName) throws(S6Error) -> OpenFile {
        let file = try readerOfDefinition(name)
        guard try file.attributes().kind == .regular else {
            throw .wrongFileType(path(of: name), expected: .regularFile)
        }
        return file
    }

    private borrowing func readerOfDefinition(_ name: EntryName) throws(S6Error) -> OpenFile {
        do throws(S6Error) {
            return try reader(name)
        } catch .system(.open, _, .symbolicLink) {
            let link = try self.link(name)
            let attributes = try link.ownAttributes()
            guard attributes.isOwnedByRootOrUs else { throw .foreignLink(link.path, owner: attributes.owner) }
            let target = try link.readLinkItself()
            let place = target.isAbsolute ? target : path.appending(target.bytes)
            return try Directory.handle(trusting: place.parent).reader(EntryName(place.lastComponent))
        }
    }

    /// The whole of a regular file that s6 makes; of one that is longer than `limit`, at least that much.
    package borrowing func contents(of name: EntryName, limit: Int) throws(S6Error) -> [UInt8] {
        try regularFile(name).contents(limit: limit)
    }
}

extension OpenFile {
    /// The whole of it; of one that is longer than `limit`, at least that much.
    package borrowing func contents(limit: Int) throws(S6Error) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: max(1, min(limit, 16 * 1024)))
        while contents.count < limit {
            var bytes = chunk.mutableSpan
            guard let count = try read(into: &bytes), count > 0 else { break }
            contents += chunk[..<count]
        }
        return contents
    }
}

extension Directory {
    /// Whether there is an entry; a link that dangles is none.
    package borrowing func exists(following name: EntryName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            _ = try attributes(following: name)
            return true
        } catch .system(_, _, .noEntry) {
            return false
        }
    }

    /// Opens, then looks at what was opened: a file cannot turn into another in between.
    ///
    /// A link, which is not followed, is never what s6 makes, nor is a file with a second name elsewhere.
    private borrowing func checked(
        _ expected: FileType,
        _ name: EntryName,
        _ open: () throws(S6Error) -> OpenFile
    ) throws(S6Error) -> OpenFile {
        do throws(S6Error) {
            let file = try open()
            let attributes = try file.attributes()
            if attributes.kind == expected.kind && attributes.links <= 1 { return file }
        } catch .system(.open, _, .symbolicLink), .system(.open, _, .isDirectory) {
        }
        throw .wrongFileType(path(of: name), expected: expected)
    }
}

extension OpenFile {
    /// Opens what s6 makes in a directory to read it, by one call, where no link is anywhere on the way.
    ///
    /// `nil` if that cannot be, for whatever reason: going step by step finds out.
    static func regularFile(_ name: EntryName, below directory: S6Path) -> OpenFile? {
        checked(.regularFile, name, directory) { cs6_open_reader_without_links($0, $1) }
    }

    /// The same of a FIFO, to write to it.
    static func fifoWriter(_ name: EntryName, below directory: S6Path) -> OpenFile? {
        checked(.fifo, name, directory) { cs6_open_writer_without_links($0, $1) }
    }

    private static func checked(
        _ expected: FileType,
        _ name: EntryName,
        _ directory: S6Path,
        _ open: (Span<UInt8>, Span<UInt8>) -> CInt
    ) -> OpenFile? {
        let result = directory.withTerminated { place in name.withTerminated { open(place, $0) } }
        guard result >= 0 else { return nil }
        let file = OpenFile(Descriptor(taking: result), name, in: directory)
        guard let attributes = try? file.attributes() else { return nil }
        guard attributes.kind == expected.kind && attributes.links <= 1 else { return nil }
        return file
    }
}

extension FileType {
    fileprivate var kind: FileAttributes.Kind {
        switch self {
        case .fifo: .fifo
        case .directory: .directory
        case .regularFile: .regular
        }
    }
}
