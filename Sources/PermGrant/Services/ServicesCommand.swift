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
        if report.mode == .revoke { return try revoke(layout) }

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
            try files.prepareBroker(account, canGive: canGive || report.isCheck)
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
                guard let grant = try found(base.appending(name), layout) else { return }
                try grant.withdraw()
            }
        }
    }

    /// What others can change was never granted, and the helper does not go there.
    private func found(_ path: S6Path, _ layout: SlotLayout) throws(GrantError) -> ServiceGrant? {
        do throws(GrantError) { return try ServiceGrant(path, layout) } catch {
            guard error.code == .tampering else { throw error }
            return nil
        }
    }

    private func revoke(_ layout: SlotLayout) throws(GrantError) {
        let former = try files.compiledBase(), policy = try? files.source()
        try files.removeCompiled()
        for base in [policy?.base, former, "/run/s6-rc/servicedirs"].compactMap({ $0 }).unique {
            report.attempt { () throws(GrantError) in try withdrawAll(below: base, but: [], layout) }
        }
    }
}

extension [S6Path] {
    fileprivate var unique: [S6Path] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
