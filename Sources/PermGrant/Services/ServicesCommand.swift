import HermesGateways
import PermPolicy
import S6Native

/// `perm-grant services`: the policy, compiled, and its grants on the servicedirs.
struct ServicesCommand {
    let isACL: Bool
    let report: GrantReport

    private var files: PolicyFiles { PolicyFiles(report: report) }

    func run() throws(GrantError) {
        let canGive = report.mode == .lay && Privileges.has(.chown)
        let takesGroup = report.mode == .lay && !canGive && Privileges.has(.setGroups)
        try Privileges.keepOnly(canGive ? [.chown] : takesGroup ? [.setGroups] : [])
        let account = try Accounts.s6ctl()
        if takesGroup {
            // Who is in a group may give it what is his own: root's own files need no capability for it.
            try Privileges.take(group: account.group)
            try Privileges.keepOnly([])
        }
        report.tell(Privileges.line)
        let layout = SlotLayout(group: account.group, report: report)
        switch report.mode {
        case .revoke: revoke(layout)
        case .check: try settle(layout, account, canGive: true)
        case .lay:
            let lock = try files.lock()
            try settle(layout, account, canGive: canGive)
            lock?.release()
        }
    }

    private func settle(_ layout: SlotLayout, _ account: Account, canGive: Bool) throws(GrantError) {
        let former = try files.compiledBase()
        let policy: Policy
        do throws(GrantError) {
            policy = try files.source()
        } catch {
            // What the old one says may be just what is no longer meant. Without any, nobody is granted anything.
            if !report.isCheck { report.attempt { () throws(GrantError) in try files.removeCompiled() } }
            throw error
        }
        // The policy first: who has lost a line is refused from now on.
        try files.compile(policy)
        report.attempt { () throws(GrantError) in
            try files.prepareBroker(account, canGive: canGive)
        }
        // Before anything is laid: two paths may lead to the same servicedirs.
        if let former, former != policy.base {
            report.attempt { () throws(GrantError) in try withdrawAll(below: former, but: [], layout) }
        }
        for service in policy.services {
            report.attempt { () throws(GrantError) in try lay(service, of: policy, layout) }
        }
        report.attempt { () throws(GrantError) in
            try withdrawAll(below: policy.base, but: policy.services, layout)
        }
    }

    private func lay(_ service: String, of policy: Policy, _ layout: SlotLayout) throws(GrantError) {
        let path = policy.base.appending(service.utf8)
        guard let grant = try ServiceGrant(path, layout) else {
            throw GrantError(
                .noSuchName,
                "\(path): the policy names it, and there is no such servicedir",
                remedy: "take its lines out of \(Policy.source), or add the service, and run this again"
            )
        }
        try grant.lay(isACL: isACL)
    }

    /// Takes back every grant below the base but those of some services.
    private func withdrawAll(below base: S6Path, but kept: [String], _ layout: SlotLayout) throws(GrantError) {
        guard let directory = try RootsPath.open(base, followingRootsLinks: true) else { return }
        var names: [[UInt8]] = []
        try wrapping { () throws(S6Error) in
            try directory.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                if !entry.isHidden, entry.kind != .other { names.append(entry.name) }
                return true
            }
        }
        for name in names where !kept.contains(where: { $0.utf8.elementsEqual(name) }) {
            report.attempt { () throws(GrantError) in
                guard let grant = try found(name, in: directory, at: base.appending(name), layout) else { return }
                try grant.withdraw()
            }
        }
    }

    /// Finds a servicedir to take its grant back; `nil` if it has none.
    ///
    /// One that others can change now may have been granted when they could not. As long as it is a directory of root's,
    /// what is granted in it is closed: that only narrows, and is done to what was looked at.
    ///
    /// - Throws: ``GrantCode/tampering`` where that cannot be, and something is granted.
    private func found(
        _ name: [UInt8],
        in base: borrowing Directory,
        at path: S6Path,
        _ layout: SlotLayout
    ) throws(GrantError) -> ServiceGrant? {
        let reason: GrantError
        do throws(GrantError) { return try ServiceGrant(path, layout) } catch {
            guard error.code == .tampering else { throw error }
            reason = error
        }
        guard let entry = try present({ () throws(S6Error) in try base.link(EntryName(name)) }) else { return nil }
        let attributes = try entry.grantAttributes()
        if attributes.kind == .directory && attributes.owner == 0 { return ServiceGrant(entry, at: path, layout) }
        // Only looked at, wherever it leads.
        guard let there = try? Directory.handle(path), try ServiceGrant(there, at: path, layout).isGranted() else {
            return nil
        }
        throw reason
    }

    /// Whatever is wrong with one thing, the rest is taken back.
    private func revoke(_ layout: SlotLayout) {
        var lock: FileLock?
        do throws(GrantError) { lock = try files.lock() } catch { report.fail(error) }
        let former = (try? files.compiledBase()) ?? nil, policy = try? files.source()
        report.attempt { () throws(GrantError) in try files.removeCompiled() }
        for base in [policy?.base, former, BridgePaths.servicedirs].compactMap({ $0 }).unique {
            report.attempt { () throws(GrantError) in try withdrawAll(below: base, but: [], layout) }
        }
        lock?.release()
    }
}

extension [S6Path] {
    fileprivate var unique: [S6Path] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
