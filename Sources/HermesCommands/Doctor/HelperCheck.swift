import HermesGateways
import PermPolicy
import S6Native

/// Looks whether the helper has the one privilege that it lives by, and no other: a chown, or a plain cp, takes it; a
/// mount option, or a container's setting, makes it do nothing.
enum HelperCheck: DoctorCheck {
    static let path = BridgePaths.helper

    static func findings(in patient: Patient) -> [Finding] {
        let place = patient.machine.place(of: path)
        do throws(S6Error) {
            let directory = try Directory.handle(place.parent)
            let file = try directory.attributes(of: EntryName(place.lastComponent))
            return bits(file, place, patient.machine) + surroundings(place, patient)
        } catch .system(_, _, .noEntry), .system(_, _, .notDirectory) {
            return missing(place, patient)
        } catch {
            return [Finding(.helper, unseen: place, error)]
        }
    }

    private static func bits(_ file: FileAttributes, _ place: S6Path, _ machine: Machine) -> [Finding] {
        let grantees = machine.grantees?.group, mode = file.octalMode
        let isSetgid = file.permissions == 0o2755 && grantees != nil && file.group == grantees
        let isSetuid = file.permissions == 0o4755 && file.group == machine.keeperGroup
        var reason: String?
        if file.kind != .regular {
            reason = "it is no file of its own"
        } else if file.owner != machine.keeper {
            reason = "uid \(file.owner) owns it"
        } else if file.permissions & 0o6000 == 0 {
            reason = "it has lost its setgid bit (mode \(mode)), so it relays nothing"
        } else if place.extendedAttribute("security.capability") != nil {
            reason = "it has capabilities of its own, with which it is as good as root"
        } else if !isSetgid, !isSetuid {
            reason = "it has mode \(mode) and group \(file.group), and not 2755 of group s6ctl, or 4755 of root's"
        }
        let remedy = "install -o root -g s6ctl -m 2755 it again; or chown root:s6ctl \(place) && chmod 2755 \(place)"
        return reason.map { [Finding(.helper, .problem, place, $0, remedy: remedy)] } ?? []
    }

    /// What keeps the bit from working: with a broker that is no matter.
    private static func surroundings(_ place: S6Path, _ patient: Patient) -> [Finding] {
        let machine = patient.machine
        let severity: Finding.Severity = patient.grants && !machine.has(BrokerCheck.socket) ? .warning : .note
        let broker = "or run perm-broker, which needs no bit"
        var findings: [Finding] = []
        if machine.isNosuid(place) {
            let reason = "it is on a mount with the option nosuid, so its bit does nothing"
            let remedy =
                "install it elsewhere than on a tmpfs of the container, or mount that without nosuid; \(broker)"
            findings.append(Finding(.helper, severity, place, reason, remedy: remedy))
        }
        if machine.traits().hasNoNewPrivileges {
            let reason = "no_new_privs is set here, as who started this has it, so its bit does nothing"
            let remedy =
                "start the container without --security-opt no-new-privileges (Kubernetes: allowPrivilegeEscalation); "
                + broker
            findings.append(Finding(.helper, severity, place, reason, remedy: remedy))
        }
        return findings
    }

    private static func missing(_ place: S6Path, _ patient: Patient) -> [Finding] {
        guard patient.grants, !patient.machine.has(BrokerCheck.socket) else { return [] }
        let reason = "neither the helper nor a broker is there, so what the policy grants cannot be used"
        return [Finding(.helper, .warning, place, reason, remedy: "install perm-helper, or run perm-broker")]
    }
}

extension Patient {
    /// Whether something is granted to anybody.
    fileprivate var grants: Bool {
        if case .policy(let policy) = policy { !policy.lines.isEmpty } else { false }
    }
}
