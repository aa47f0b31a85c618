internal import CS6Shim

/// A directory held open: what is below it is reached from here, whatever its path comes to mean meanwhile.
///
/// Nothing below follows a link unless its name says so.
package struct Directory: ~Copyable, Sendable {
    package let descriptor: Descriptor
    /// Where it was opened, for the errors about what is in it.
    package let path: S6Path

    private init(_ descriptor: consuming Descriptor, _ path: S6Path) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Takes what a call of another module has opened, or why it has not.
    package init(taking result: CInt, at path: S6Path) throws(S6Error) {
        self.init(Descriptor(taking: try S6Error.check(.open, result, path)), path)
    }

    /// Opens a path as a mere handle (`O_PATH`: search permission is enough), following a link at its end.
    package static func handle(_ path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_directory(CS6_AT_FDCWD, $0) }
    }

    /// The same, but every link on the way has to be root's or ours: anybody else's could lead us to what is not
    /// theirs to lead to.
    ///
    /// - Throws: ``S6Error/foreignLink(_:owner:)``, or why it cannot be opened, about the whole path.
    package static func handle(trusting path: S6Path) throws(S6Error) -> Directory {
        do throws(S6Error) {
            return try open(path) { cs6_open_directory_without_links(CS6_AT_FDCWD, $0) }
        } catch .system(.open, _, .symbolicLink), .system(.open, _, .notImplemented), .system(.open, _, .notPermitted) {
            return try walk(path)  // there is a link, or the kernel cannot say
        }
    }

    /// Opens an entry of a directory by one call, where no link is anywhere on the way.
    ///
    /// `nil` if that cannot be, for whatever reason: going step by step finds out.
    static func handle(_ name: EntryName, below directory: S6Path, at path: S6Path) -> Directory? {
        let result = directory.withTerminated { place in
            name.withTerminated { cs6_open_directory_below_without_links(place, $0) }
        }
        return result < 0 ? nil : Directory(Descriptor(taking: result), path)
    }

    /// Opens a path so that its entries can be read, following a link at its end.
    package static func listing(_ path: S6Path) throws(S6Error) -> Directory {
        try open(path) { cs6_open_listing(CS6_AT_FDCWD, $0) }
    }

    private static func open(_ path: S6Path, _ call: (Span<UInt8>) -> CInt) throws(S6Error) -> Directory {
        let result = path.withTerminated { call($0) }
        return Directory(Descriptor(taking: try S6Error.check(.open, result, path)), path)
    }

    /// Goes from component to component as the kernel does, and looks at each link before it is followed: what is
    /// read is the link that was looked at, whatever has its name by then.
    private static func walk(_ path: S6Path) throws(S6Error) -> Directory {
        var place = try open(path.isAbsolute ? "/" : ".") { cs6_open_directory(CS6_AT_FDCWD, $0) }
        var rest = Array(path.components.reversed())
        var links = 0
        while let component = rest.popLast() {
            let next = try place.link(EntryName(component), at: path)
            let attributes = try next.ownAttributes()
            switch attributes.kind {
            case .directory:
                place = next
            case .symbolicLink:
                guard attributes.isOwnedByRootOrUs else { throw .foreignLink(path, owner: attributes.owner) }
                links += 1
                guard links <= 40 else { throw .system(.open, path: path, errno: .symbolicLink) }  // as the kernel
                let target = try next.readLinkItself()
                if target.isAbsolute { place = try open("/") { cs6_open_directory(CS6_AT_FDCWD, $0) } }
                rest += target.components.reversed()
            case .fifo, .regular, .other:
                throw .system(.open, path: path, errno: .notDirectory)
            }
        }
        return Directory(place.takeDescriptor(), path)
    }

    private borrowing func link(_ name: EntryName, at path: S6Path) throws(S6Error) -> Directory {
        let directory = descriptor.rawValue
        let result = name.withTerminated { cs6_open_link(directory, $0) }
        return Directory(Descriptor(taking: try S6Error.check(.open, result, path)), path)
    }

    private consuming func takeDescriptor() -> Descriptor { descriptor }

    /// The path of an entry, put together for an error.
    package borrowing func path(of name: EntryName) -> S6Path { path.appending(name.bytes) }
}

// Opening what is in it.
extension Directory {
    package borrowing func handle(_ name: EntryName) throws(S6Error) -> Directory {
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

    package borrowing func listing(_ name: EntryName) throws(S6Error) -> Directory {
        Directory(try open(name) { cs6_open_listing_nofollow($0, $1) }, path(of: name))
    }

    /// Opens the directory itself anew, so that its entries can be read.
    package borrowing func listingOfSelf() throws(S6Error) -> Directory {
        Directory(try open(".") { cs6_open_listing_nofollow($0, $1) }, path)
    }

    package borrowing func reader(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_reader($0, $1) }, name, in: path)
    }

    /// An entry that may be a link, as itself, which leads nowhere from here: see ``readLinkItself()``.
    package borrowing func link(_ name: EntryName) throws(S6Error) -> Directory {
        Directory(try open(name) { cs6_open_link($0, $1) }, path(of: name))
    }

    package borrowing func writer(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_writer($0, $1) }, name, in: path)
    }

    package borrowing func bothEnds(_ name: EntryName) throws(S6Error) -> OpenFile {
        OpenFile(try open(name) { cs6_open_both_ends($0, $1) }, name, in: path)
    }

    /// Creates a file that must not exist.
    package borrowing func createFile(_ name: EntryName, mode: UInt32) throws(S6Error) -> OpenFile {
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
