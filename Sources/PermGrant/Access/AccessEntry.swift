internal import CGrant

/// One line of an access list.
struct AccessEntry: Equatable {
    /// Whom it is about, by the kernel's numbers.
    enum Tag: UInt32 { case owner = 1, user = 2, owningGroup = 4, group = 8, mask = 16, others = 32 }

    let tag: Tag
    /// Which user or group; 0 where the tag says it all.
    var id: UInt32 = 0
    var permissions: UInt32

    /// Whether the mask bounds it.
    var isMasked: Bool { tag == .user || tag == .owningGroup || tag == .group }
}

extension AccessEntry {
    init(_ raw: grant_acl_entry) {
        // What is unknown can only be something that must not be there; the mask is the one that makes a list extended.
        self.init(tag: Tag(rawValue: raw.tag) ?? .mask, id: raw.id, permissions: raw.permissions)
    }

    var raw: grant_acl_entry { grant_acl_entry(tag: tag.rawValue, id: id, permissions: permissions) }
}

extension AccessEntry: CustomStringConvertible {
    /// As `getfacl` writes it.
    var description: String {
        let letters: [(UInt32, String)] = [(4, "r"), (2, "w"), (1, "x")]
        let bits = letters.map { permissions & $0 != 0 ? $1 : "-" }.joined()
        return switch tag {
        case .owner: "user::\(bits)"
        case .user: "user:\(id):\(bits)"
        case .owningGroup: "group::\(bits)"
        case .group: "group:\(id):\(bits)"
        case .mask: "mask::\(bits)"
        case .others: "other::\(bits)"
        }
    }
}
