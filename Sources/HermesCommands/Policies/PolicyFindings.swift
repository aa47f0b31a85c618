import PermPolicy
import S6Native

/// What is to be said of a policy that has no mistake in it.
struct PolicyFindings {
    let file: S6Path
    let policy: Policy
    let machine: Machine

    /// Whether it is the one that is in force, and not a draft.
    var isInForce: Bool { file == Policy.source }

    /// Whether there is a tree on this machine that it is about.
    ///
    /// There is none while an image is built.
    var hasBase: Bool {
        var audit = PathAudit(machine)
        return audit.walk(policy.base, .passage) != nil || !audit.result.isEmpty
    }

    /// How the compiled policy is beside this one.
    func ofCompiled() -> [Finding] {
        guard isInForce else { return [] }
        let place = machine.place(of: Policy.compiledPath), remedy = "as root: perm-grant services"
        switch CompiledText(of: policy, machine) {
        case .current: return ofOwner(Policy.compiledPath)
        case .absent:
            let reason = "the policy has not been compiled, so nothing is granted"
            return [Finding(.policy, hasBase ? .problem : .note, place, reason, remedy: remedy)]
        case .outdated:
            let reason = "it is not what \(file) says now, and what it says is what is obeyed"
            return [Finding(.policy, .problem, place, reason, remedy: remedy)] + ofOwner(Policy.compiledPath)
        case .unreadable(let error): return [Finding(.policy, unseen: place, error)]
        }
    }

    /// Whether a file is root's alone: perm-grant and the helper refuse any other.
    func ofOwner(_ path: S6Path) -> [Finding] {
        var audit = PathAudit(machine)
        _ = audit.walk(path, .granted("so it is refused"))
        return audit.result.map { Finding(.policy, $0.severity, $0.path, $0.reason, remedy: $0.remedy) }
    }

    /// Whether the servicedirs are there.
    func ofServicedirs() -> [Finding] {
        guard hasBase else {
            let reason = "there is no such directory, so the services were not looked at"
            let remedy = "look again where the services run; or have base name where their servicedirs are"
            return [Finding(.policy, .note, machine.place(of: policy.base), reason, remedy: remedy)]
        }
        return policy.services.filter { isThere($0) == false }.map { service in
            let remedy = "see how it is called there; or take it out of \(file)"
            let path = machine.place(of: policy.base.appending(service.utf8))
            return Finding(.policy, .warning, path, "there is no such servicedir", remedy: remedy)
        }
    }

    /// Whether a servicedir is there; `nil` if that may not be found out.
    func isThere(_ service: String) -> Bool? {
        var audit = PathAudit(machine)
        if audit.walk(policy.base.appending(service.utf8), .passage) != nil { return true }
        return audit.result.isEmpty ? false : nil
    }

    /// What a grant has root reload, or execute again, that others can write.
    func ofGrants(sparingServicedirs: Bool = false) -> [Finding] {
        policy.lines.reduce(into: []) { findings, line in
            let own = GrantedUse(of: line, in: self).findings(sparingServicedir: sparingServicedirs)
            for finding in own where !findings.contains(finding) { findings.append(finding) }
        }
    }
}
