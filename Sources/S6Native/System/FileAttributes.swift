internal import CS6Shim

/// What a decision about a file is made by.
package struct FileAttributes: Equatable {
    /// What kind of file it is.
    package enum Kind: Equatable { case fifo, directory, regular, symbolicLink, other }

    /// Which file it is, whatever its name: s6-svscan tells servicedirs apart by this too.
    package struct Identity: Equatable {
        let device, inode: UInt64
    }

    package let identity: Identity
    package let kind: Kind
    package let size: Int64
    package let permissions: UInt32
    package let owner: UInt32
    package let group: UInt32
    /// How many names it has.
    package let links: UInt64

    /// Whether it is as trustworthy as what we make ourselves.
    package var isOwnedByRootOrUs: Bool { owner == 0 || owner == Self.user }

    /// Whether nobody but root can have changed it, or what is in it.
    package var isRootsAlone: Bool { owner == 0 && permissions & 0o022 == 0 }

    /// The user that this process acts as.
    package static var user: UInt32 { UInt32(bitPattern: cs6_current_user()) }

    init(_ raw: cs6_stat) {
        identity = Identity(device: raw.device, inode: raw.inode)
        size = raw.size
        permissions = raw.mode & 0o7777
        owner = raw.owner
        group = raw.group
        links = raw.links
        kind =
            switch CInt(truncatingIfNeeded: raw.mode) & CS6_S_IFMT {
            case CS6_S_IFIFO: .fifo
            case CS6_S_IFDIR: .directory
            case CS6_S_IFREG: .regular
            case CS6_S_IFLNK: .symbolicLink
            default: .other
            }
    }
}
