import PermPolicy
import S6Native

/// Looks whether the policy says what it means, and whether it is the one that is obeyed.
enum PolicyCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let machine = patient.machine, place = machine.place(of: Policy.source)
        switch patient.policy {
        case .absent:
            guard machine.has(Policy.compiledPath) else { return [] }
            let reason = "\(place) is gone, and what was compiled from it is still obeyed"
            let remedy = "write it again; or, as root: perm-grant services --revoke"
            return [Finding(.policy, .problem, machine.place(of: Policy.compiledPath), reason, remedy: remedy)]
        case .unreadable(let error): return [Finding(.policy, unseen: place, error)]
        case .mistaken(let mistake):
            let reason = "\(mistake.description(of: place)): all of it is refused"
            return [Finding(.policy, .problem, place, reason, remedy: mistake.remedy)]
        case .policy(let policy):
            let findings = PolicyFindings(file: Policy.source, policy: policy, machine: machine)
            return findings.ofCompiled() + findings.ofServicedirs() + findings.ofGrants(sparingServicedirs: true)
        }
    }
}
