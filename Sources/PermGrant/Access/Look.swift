import S6Native

/// How the permissions of a file are written for people: `0620 root:20010`.
enum Look {
    static func of(_ attributes: FileAttributes) -> String {
        of(mode: attributes.permissions, user: attributes.owner, group: attributes.group)
    }

    static func of(mode: UInt32, user: UInt32, group: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + " \(name(user)):\(name(group))"
    }

    static func name(_ id: UInt32) -> String { id == 0 ? "root" : "\(id)" }
}
