import HermesGateways
import S6Native

/// `perm-grant shared-tree DIR`: the scandir that hermes-agent has hermes own, and what of `.s6-svscan/` it writes to.
struct SharedTreeCommand {
    let path: S6Path
    let report: GrantReport

    func run() throws(GrantError) {
        // Where there is nothing to take back, nothing is needed for that: a container without it never had such a tree.
        if report.mode == .lay { try Privileges.need([.chown]) }
        let change: [Privileges.Capability] = !report.isCheck && Privileges.has(.chown) ? [.chown] : []
        // hermes may have closed the directory; it is looked into before it is known to be a scandir, and so as it is.
        try Privileges.keepOnly(change + Privileges.toLook)
        report.tell(Privileges.line)
        let hermes = try Accounts.hermes(), root = Account(user: 0, group: 0)
        let scandir = try self.scandir(hermes)
        switch report.mode {
        case .check:
            try settleFiles(in: scandir, hermes, hermes)
            try settle(scandir, at: path, mode: 0o755, hermes)
        case .lay:
            try settleFiles(in: scandir, hermes, hermes)
            try settle(scandir, at: path, mode: 0o755, hermes)
            report.tell("\(path): whoever is hermes is root-equivalent in this container: see docs/permissions.md")
        case .revoke:
            // The directory first: then nothing below it can be exchanged any more.
            try settle(scandir, at: path, mode: 0o755, root)
            try settleFiles(in: scandir, hermes, root)
        }
    }

    /// It is in a directory that is root's alone, so that it is the one that is meant, and s6-svscan has run in it.
    ///
    /// What else it is, is asked later: that there is the name, whatever hermes has put there, makes it a scandir.
    private func scandir(_ hermes: Account) throws(GrantError) -> Directory {
        let missing = GrantError(.noSuchName, "\(path): there is no such scandir", remedy: "start its s6-svscan first")
        guard let parent = try RootsPath.open(path.parent, followingRootsLinks: false),
            let found = try present({ () throws(S6Error) in try parent.link(EntryName(path.lastComponent)) })
        else { throw missing }
        try check(found, .directory, hermes, at: path)
        guard try present({ () throws(S6Error) in try found.link(".s6-svscan") }) != nil else {
            throw noSvscan(path.appending(".s6-svscan"))
        }
        return found
    }

    private func settleFiles(
        in scandir: borrowing Directory,
        _ hermes: Account,
        _ owner: Account
    ) throws(GrantError) {
        let place = path.appending(".s6-svscan")
        guard let notes = try present({ () throws(S6Error) in try scandir.link(".s6-svscan") }) else {
            throw noSvscan(place)
        }
        let attributes = try notes.grantAttributes()
        guard attributes.kind == .directory, attributes.isRootsAlone else {
            throw .tampering(place, "is \(Look.of(attributes)), and should be a directory that is root's alone")
        }
        if owner.user != 0 && attributes.permissions & 0o001 == 0 {
            report.tell("\(place): is \(Look.of(attributes)): hermes cannot enter it; s6-overlay makes it 0755")
        }
        for (name, kind) in [(EntryName("control"), FileAttributes.Kind.fifo), (EntryName("lock"), .regular)] {
            let path = place.appending(name.bytes)
            guard let file = try present({ () throws(S6Error) in try notes.link(name) }) else {
                throw noSvscan(path)
            }
            try check(file, kind, hermes, at: path)
            try settle(file, at: path, mode: 0o600, owner)
        }
    }

    private func noSvscan(_ path: S6Path) -> GrantError {
        let byHand = "if it is a scandir, and hermes has moved that away: chown root:root \(self.path)"
        let remedy = report.mode == .revoke ? byHand : "start it first"
        return GrantError(.noSuchName, "\(path): no s6-svscan has run here", remedy: remedy)
    }

    private func check(
        _ entry: borrowing Directory,
        _ kind: FileAttributes.Kind,
        _ hermes: Account,
        at path: S6Path
    ) throws(GrantError) {
        let found = try entry.grantAttributes()
        guard found.kind == kind, kind == .directory || found.links == 1 else {
            throw .tampering(path, "is not what s6-svscan makes")
        }
        guard found.owner == 0 || found.owner == hermes.user else {
            throw .tampering(path, "is uid \(found.owner)'s, neither root's nor hermes'")
        }
    }

    private func settle(
        _ entry: borrowing Directory,
        at path: S6Path,
        mode: UInt32,
        _ owner: Account
    ) throws(GrantError) {
        let found = try entry.grantAttributes(), list = try entry.accessList()
        let isOwned = found.owner == owner.user && found.group == owner.group
        if isOwned && found.permissions == mode && !list.isExtended { return }
        let wanted = Look.of(mode: mode, user: owner.user, group: owner.group)
        report.difference(path, is: Look.of(found) + (list.isExtended ? " \(list)" : ""), should: wanted)
        if report.isCheck { return }
        // As root's, it takes a mode of root, who need not be able to act as any owner.
        try entry.give(to: 0, 0)
        if list.isExtended { try entry.setAccessList(.of(mode: mode)) }
        try entry.permit(mode)
        if owner.user != 0 { try entry.give(to: owner.user, owner.group) }
        let now = try entry.grantAttributes()
        guard Look.of(now) == wanted, try !entry.accessList().isExtended else {
            throw .notTaken(path, "\(Look.of(now)) \(try entry.accessList())")
        }
    }
}
