import HermesGateways
import PermPolicy
import S6Native

/// Looks whether what is granted on the servicedirs is what the policy names: all of it, as `docs/design.md` D6 has it,
/// and nothing else.
enum GrantCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        guard case .policy(let policy) = patient.policy, let account = patient.machine.grantees else { return [] }
        var audit = PathAudit(patient.machine)
        guard case .directory(let base, let attributes) = audit.walk(policy.base, .passage) else { return [] }
        var findings: [Finding] = []
        for name in audit.names(in: base, attributes) where name.first != UInt8(ascii: ".") {
            guard case .directory(let servicedir, _) = audit.walk(base.appending(name), .passage) else { continue }
            let place = patient.machine.place(of: servicedir)
            let layout = GrantLayout(of: ServiceDirectory(place), patient.machine, group: account.group)
            let isNamed = policy.services.contains { $0.utf8.elementsEqual(name) }
            findings += isNamed ? layout.missing : layout.tooMuch
            let logger = GrantLayout(of: ServiceDirectory(place).logger, patient.machine, group: account.group)
            findings += logger.tooMuch
        }
        return findings
    }
}
