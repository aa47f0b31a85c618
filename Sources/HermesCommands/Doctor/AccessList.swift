import S6Native

/// Who may write to a file by its access control list, besides its owner and its group.
///
/// `stat` shows the mask of the list as the rights of the group: what is not to be written to by a group may not be
/// written to by a list either. This only tells who it is.
struct AccessList: Equatable {
    /// Somebody whom the list names.
    enum Name: Equatable {
        case user(UInt32), group(UInt32)
    }

    /// Who may write, as the mask leaves it.
    private(set) var writers: [Name] = []
    /// Whether the group that the file has may write, which the mode does not show.
    private(set) var groupMayWrite = false
    /// All who are named, whatever they may do.
    private(set) var names: [Name] = []

    /// That of a file; `nil` if it has none.
    init?(of path: S6Path) {
        guard let bytes = path.extendedAttribute("system.posix_acl_access") else { return nil }
        self.init(bytes)
    }

    /// The one that a directory gives to what is made in it; `nil` if it has none.
    init?(givenIn path: S6Path) {
        guard let bytes = path.extendedAttribute("system.posix_acl_default") else { return nil }
        self.init(bytes)
    }

    /// Takes the kernel's form: a version, then a tag, the rights and a number for each entry.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 4, bytes.count % 8 == 4, bytes[0] == 2 else { return nil }
        var mask: UInt8 = 7, group: UInt8 = 0
        var found: [(name: Name, rights: UInt8)] = []
        for start in stride(from: 4, to: bytes.count, by: 8) {
            let number = bytes[start + 4..<start + 8].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            switch bytes[start] {
            case 0x02: found.append((.user(number), bytes[start + 2]))
            case 0x04: group = bytes[start + 2]
            case 0x08: found.append((.group(number), bytes[start + 2]))
            case 0x10: mask = bytes[start + 2]
            default: break
            }
        }
        groupMayWrite = group & mask & 2 != 0
        names = found.map(\.name)
        writers = found.filter { $0.rights & mask & 2 != 0 }.map(\.name)
    }
}

extension AccessList.Name: CustomStringConvertible {
    var description: String {
        switch self {
        case .user(let number): "uid \(number)"
        case .group(let number): "group \(number)"
        }
    }
}
