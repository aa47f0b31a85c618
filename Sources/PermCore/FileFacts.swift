internal import CPermEntry

/// What a decision about a file is made by.
struct FileFacts {
    enum Kind { case directory, fifo, regular, link, other }

    let kind: Kind
    /// Whether nobody but root can have changed it, or what is in it: an ACL that lets others shows as a group's right.
    let isRootsAlone: Bool
    /// Whether it is root's, whoever else may write to it.
    let isRoots: Bool
    let isOpenToAll: Bool
    let hasOtherNames: Bool
    let size: Int64
    private let device, inode: UInt64

    init(_ stat: perm_stat) {
        kind =
            switch stat.mode & 0o170000 {
            case 0o040000: .directory
            case 0o010000: .fifo
            case 0o100000: .regular
            case 0o120000: .link
            default: .other
            }
        isRoots = stat.owner == 0
        isRootsAlone = stat.owner == 0 && stat.mode & 0o022 == 0
        isOpenToAll = stat.mode & 0o002 != 0
        size = stat.size
        hasOtherNames = stat.links != 1
        (device, inode) = (stat.device, stat.inode)
    }

    func isSame(as other: FileFacts) -> Bool { device == other.device && inode == other.inode }
}
