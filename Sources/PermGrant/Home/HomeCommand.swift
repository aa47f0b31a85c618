import HermesGateways
import S6Native

/// `perm-grant home`: has hermes own what it has in its home, after root or another number has written there.
///
/// This is the one place where root acts on what hermes can change.
struct HomeCommand {
    let report: GrantReport

    func run() throws(GrantError) {
        try keepCapabilities()
        let hermes = try Accounts.hermes(), root = Account(user: 0, group: 0)
        let isRevoked = report.mode == .revoke
        var walk = HomeWalk(owner: isRevoked ? root : hermes, former: isRevoked ? hermes : nil, report: report)
        let named = try wrapping { () throws(S6Error) in
            try ProcessInput.path("HERMES_HOME", or: HermesHome.standard)
        }
        try HomePlace.judge(named)
        let home = try open(HermesHome(named).root)
        let isForeign = try home.grantAttributes().owner != hermes.user
        if isRevoked { try walk.repair(home) }
        var names = HomeScope.always
        if isForeign || isRevoked { names += HomeScope.whenForeign }
        for name in names {
            walk.attempt { (walk) throws(GrantError) in
                if let entry = try walk.directory([name], in: home) { try walk.repairTree(entry) }
            }
        }
        for names in HomeScope.alone {
            walk.attempt { (walk) throws(GrantError) in
                if let entry = try walk.directory(names, in: home) { try walk.repair(entry) }
            }
        }
        walk.attempt { (walk) throws(GrantError) in
            try walk.repairFiles(of: home)
            // Last: until then, who ends too early begins anew with all of it.
            if !isRevoked { try walk.repair(home) }
        }
        let untold = walk.counts.changed - HomeWalk.told
        if untold > 0 { report.tell("perm-grant: and \(untold) more of the kind") }
        report.tell("perm-grant: \(walk.counts.line)")
    }

    private func keepCapabilities() throws(GrantError) {
        let needed: [Privileges.Capability] = report.isCheck ? [] : [.chown, .actAsOwner]
        try Privileges.need(needed)
        // The directories of hermes may be closed to others; nothing in them is opened but to be looked at.
        try Privileges.keepOnly(needed + Privileges.toLook)
        report.tell(Privileges.line)
    }

    /// The home is in a directory that is root's alone, so that it is the one that is meant; whose it is itself does not
    /// matter, as long as it is none of the machine's own.
    private func open(_ path: S6Path) throws(GrantError) -> Directory {
        try HomePlace.judge(path)
        guard let parent = try RootsPath.open(path.parent, followingRootsLinks: true),
            let home = try present({ () throws(S6Error) in try parent.link(EntryName(path.lastComponent)) })
        else {
            throw GrantError(.noSuchName, "\(path): there is no such home", remedy: "set HERMES_HOME, or make it")
        }
        guard try home.grantAttributes().kind == .directory else {
            throw .tampering(path, "is no directory, and no link is followed here")
        }
        try HomePlace.judge(home, in: parent)
        return home
    }
}

extension HomeWalk {
    /// Runs what may fail without keeping the rest.
    fileprivate mutating func attempt(_ body: (inout HomeWalk) throws(GrantError) -> Void) {
        do throws(GrantError) { try body(&self) } catch { note(error) }
    }

    /// A directory of the home, by the names that lead there; `nil` if there is none.
    fileprivate mutating func directory(
        _ names: [String],
        in home: borrowing Directory
    ) throws(GrantError) -> Directory? {
        guard let first = names.first, let found = try entry(EntryName(first.utf8), in: home, isListed: false) else {
            return nil
        }
        switch try found.grantAttributes().kind {
        case .directory: break
        case .symbolicLink:
            refuse(found.path)
            return nil
        case .fifo, .regular, .other: return nil
        }
        if names.count == 1 { return found }
        return try directory(Array(names.dropFirst()), in: found)
    }

    private static var mostAtTop: Int { 100_000 }

    /// Repairs the files at the top of the home, which nobody mounts.
    fileprivate mutating func repairFiles(of home: borrowing Directory) throws(GrantError) {
        var names: [[UInt8]] = [], rest = 0
        let listing = try list(home)
        try wrapping { () throws(S6Error) in
            try listing.forEachEntry { (entry) throws(S6Error) in
                if entry.kind == .directory { return true }
                if names.count < Self.mostAtTop { names.append(entry.name) } else { rest += 1 }
                return rest < Self.mostAtTop
            }
        }
        if rest > 0 { leave(home, "more than \(Self.mostAtTop) files at its top: the rest was left alone") }
        for name in names {
            attempt { (walk) throws(GrantError) in try walk.repairFile(name, of: home) }
        }
    }

    private mutating func repairFile(_ name: [UInt8], of home: borrowing Directory) throws(GrantError) {
        guard let file = try entry(EntryName(name), in: home), try file.grantAttributes().kind != .directory else {
            return
        }
        counts.entries += 1
        let isRevoked = owner.user == 0
        try repair(file) { isRevoked ? $0 : HomeScope.mode(of: name, $0) }
    }
}
