/// The POSIX access list of a file; that of one without is its mode in three entries.
struct AccessList: Equatable {
    let entries: [AccessEntry]

    init(_ entries: [AccessEntry]) { self.entries = entries }

    /// Whether it says more than a mode can.
    var isExtended: Bool { entries.contains { $0.tag == .mask || $0.tag == .user || $0.tag == .group } }

    func names(group: UInt32) -> Bool { entries.contains { $0.tag == .group && $0.id == group } }

    /// The list of a mode.
    static func of(mode: UInt32) -> AccessList {
        AccessList([
            AccessEntry(tag: .owner, permissions: mode >> 6 & 7),
            AccessEntry(tag: .owningGroup, permissions: mode >> 3 & 7),
            AccessEntry(tag: .others, permissions: mode & 7),
        ])
    }

    /// This list with one group's permissions, which it gets or, for 0, loses.
    ///
    /// Who else is named keeps what the mask left, as far as `limit` allows, and the new mask gives nobody more than that.
    ///
    /// - Parameters:
    ///   - group: the group.
    ///   - permissions: what it gets.
    ///   - owner: what the owner has.
    ///   - limit: what anybody else who is named may have.
    ///   - others: what all others have.
    ///   - isOwningGroup: whether the file is that group's now, which it is not to be any more.
    /// - Returns: the new list.
    func giving(
        _ group: UInt32,
        _ permissions: UInt32,
        owner: UInt32,
        limit: UInt32,
        others: UInt32,
        isOwningGroup: Bool
    ) -> AccessList {
        let mask = entries.first { $0.tag == .mask }?.permissions ?? 7
        var named = entries.filter { $0.isMasked && !($0.tag == .group && $0.id == group) }
        for n in named.indices {
            named[n].permissions &= mask & limit
            if named[n].tag == .owningGroup && isOwningGroup { named[n].permissions = 0 }
        }
        if permissions != 0 { named.append(AccessEntry(tag: .group, id: group, permissions: permissions)) }
        var all = [AccessEntry(tag: .owner, permissions: owner)] + named
        if named.count > 1 { all.append(AccessEntry(tag: .mask, permissions: named.reduce(0) { $0 | $1.permissions })) }
        return AccessList(all + [AccessEntry(tag: .others, permissions: others)])
    }

    /// Whether it says the same, in whatever order.
    func isSame(as other: AccessList) -> Bool {
        entries.count == other.entries.count && entries.allSatisfy { other.entries.contains($0) }
    }
}

extension AccessList: CustomStringConvertible {
    var description: String { entries.map(\.description).joined(separator: ",") }
}
