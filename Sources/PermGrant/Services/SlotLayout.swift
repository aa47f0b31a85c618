import S6Native

/// Lays, checks and takes back the permissions of one part of a servicedir.
///
/// What it is given was judged: it is root's, and of the kind that s6 makes.
struct SlotLayout {
    /// The group s6ctl.
    let group: UInt32
    let report: GrantReport

    /// Gives the part to s6ctl in the group's place, without an access list.
    func lay(_ part: SlotPart, _ entry: borrowing Directory, at path: S6Path) throws(GrantError) {
        try settle(entry, at: path, mode: part.mode, group: part == .lock ? 0 : group)
    }

    /// Gives the part to s6ctl by an access list, and leaves the group's place to whose it is.
    func layList(_ part: SlotPart, _ entry: borrowing Directory, at path: S6Path) throws(GrantError) {
        if part == .lock { return try settle(entry, at: path, mode: part.mode, group: 0) }
        try settleList(part, entry, at: path, permissions: part.permissions, others: part.mode & 7)
    }

    /// Takes the part back from s6ctl; others who are named in an access list keep what they have.
    func withdraw(_ part: SlotPart, _ entry: borrowing Directory, at path: S6Path) throws(GrantError) {
        let list = try entry.accessList(), owner = try entry.grantAttributes().group
        let others = list.giving(group, 0, owner: 0, limit: 7, others: 0, isOwningGroup: owner == group)
        if others.isExtended || (owner != group && owner != 0) {
            try settleList(part, entry, at: path, permissions: 0, others: 0)
        } else {
            try settle(entry, at: path, mode: part.closedMode, group: 0)
        }
    }

    /// Whether s6ctl has the part, in either way.
    func isGranted(_ entry: borrowing Directory) throws(GrantError) -> Bool {
        if try entry.grantAttributes().group == group { return true }
        return try entry.accessList().names(group: group)
    }

    private func settle(
        _ entry: borrowing Directory,
        at path: S6Path,
        mode: UInt32,
        group: UInt32
    ) throws(GrantError) {
        try removeDefault(entry, at: path)
        let found = try entry.grantAttributes(), list = try entry.accessList()
        if found.permissions == mode && found.group == group && !list.isExtended { return }
        report.difference(path, is: describe(found, list), should: Look.of(mode: mode, user: 0, group: group))
        if report.isCheck { return }
        // First narrower, then another's, then wider: at no time has anybody more than before or after.
        if list.isExtended { try entry.setAccessList(.of(mode: found.permissions & mode & 0o700)) }
        let narrow = try entry.grantAttributes().permissions & mode
        try entry.permit(narrow)
        try entry.give(to: 0, group)
        try entry.permit(mode)
        let now = try entry.grantAttributes()
        guard now.permissions == mode, now.group == group, now.owner == 0, try !entry.accessList().isExtended else {
            throw .notTaken(path, describe(now, try entry.accessList()))
        }
    }

    private func settleList(
        _ part: SlotPart,
        _ entry: borrowing Directory,
        at path: S6Path,
        permissions: UInt32,
        others: UInt32
    ) throws(GrantError) {
        try removeDefault(entry, at: path)
        let found = try entry.grantAttributes(), list = try entry.accessList()
        let wanted = list.giving(
            group,
            permissions,
            owner: part.mode >> 6,
            limit: part.limit,
            others: others,
            isOwningGroup: found.group == group
        )
        if found.group != group && list.isSame(as: wanted) { return }
        report.difference(path, is: "\(Look.of(found)) \(list)", should: wanted.description)
        if report.isCheck { return }
        try entry.setAccessList(wanted)
        if found.group == group { try entry.give(to: 0, 0) }
        let now = try entry.accessList()
        guard now.isSame(as: wanted), try entry.grantAttributes().group != group else {
            throw .notTaken(path, now.description)
        }
    }

    /// What s6-supervise makes would get an access list from it.
    private func removeDefault(_ entry: borrowing Directory, at path: S6Path) throws(GrantError) {
        guard try entry.grantAttributes().kind == .directory, try entry.hasDefaultAccessList() else { return }
        report.difference(path, is: "with a default access list", should: "without")
        if !report.isCheck { try entry.removeDefaultAccessList() }
    }

    private func describe(_ attributes: FileAttributes, _ list: AccessList) -> String {
        Look.of(attributes) + (list.isExtended ? " \(list)" : "")
    }
}
