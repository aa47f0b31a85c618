internal import CS6Shim

/// A directory held open: what is below it is reached from here, whatever its path comes to mean meanwhile.
///
/// Nothing below follows a link unless its name says so.
struct Directory: ~Copyable, Sendable {
    let descriptor: Descriptor
    /// Where it was opened, for the errors about what is in it.
    let path: S6Path

    private init(_ descriptor: consuming Descriptor, _ path: S6Path) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens a path as a mere handle (`O_PATH`: search permission is enough), following a link at its end.
    static func handle(_ path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_directory(CS6_AT_FDCWD, $0) }
    }

    /// The same, but a link at the end of the path is refused.
    static func handle(notFollowing path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_directory_nofollow(CS6_AT_FDCWD, $0) }
    }

    /// Opens a path as a link, which leads nowhere from here: see ``readLinkItself()``.
    static func link(_ path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_link(CS6_AT_FDCWD, $0) }
    }

    /// Opens a path so that its entries can be read, following a link at its end.
    static func listing(_ path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_listing(CS6_AT_FDCWD, $0) }
    }

    private static func open(_ path: S6Path, _ call: (Span<UInt8>) -> CInt) throws(S6Error) -> Directory {
        let result = path.withTerminated { call($0) }
        return Directory(Descriptor(taking: try S6Error.check(.open, result, path)), path)
    }

    /// The path of an entry, put together for an error.
    borrowing func path(of name: EntryName) -> S6Path { path.appending(name.bytes) }
}

// Opening what is in it.
extension Directory {
    borrowing func handle(_ name: EntryName) throws(S6Error) -> Directory {
        Directory(try open(name) { cs6_open_directory_nofollow($0, $1) }, path(of: name))
    }

    /// The same, for a caller who has the path already, so that none has to be put together.
    borrowing func handle(_ name: EntryName, at path: S6Path) throws(S6Error) -> Directory {
        let directory = descriptor.rawValue
        let result = name.withTerminated { cs6_open_directory_nofollow(directory, $0) }
        return Directory(Descriptor(taking: try S6Error.check(.open, result, path)), path)
    }

    borrowing func handle(following name: EntryName) throws(S6Error) -> Directory {
        Directory(try open(name) { cs6_open_directory($0, $1) }, path(of: name))
    }

    borrowing func listing(_ name: EntryName) throws(S6Error) -> Directory {
        Directory(try open(name) { cs6_open_listing_nofollow($0, $1) }, path(of: name))
    }

    /// Opens the directory itself anew, so that its entries can be read.
    borrowing func listingOfSelf() throws(S6Error) -> Directory {
        Directory(try open(".") { cs6_open_listing_nofollow($0, $1) }, path)
    }

    borrowing func reader(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_reader($0, $1) }, name, in: path)
    }

    borrowing func writer(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_writer($0, $1) }, name, in: path)
    }

    borrowing func bothEnds(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_both_ends($0, $1) }, name, in: path)
    }

    /// Creates a file that must not exist.
    borrowing func createFile(_ name: EntryName, mode: UInt32) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_create_file($0, $1, mode) }, name, in: path)
    }

    private borrowing func open(
        _ name: EntryName,
        _ call: (CInt, Span<UInt8>) -> CInt
    ) throws(S6Error) -> Descriptor {
        let directory = descriptor.rawValue
        let result = name.withTerminated { call(directory, $0) }
        return Descriptor(taking: try S6Error.check(.open, result, path(of: name)))
    }
}
