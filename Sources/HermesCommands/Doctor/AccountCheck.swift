import HermesGateways
import PermPolicy
import S6Native

/// Looks at the account that control is granted to: it has to be there, and nobody else may be in its group.
enum AccountCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let machine = patient.machine
        guard let account = machine.grantees else { return missing(patient) }
        let file = machine.place(of: "/etc/group")
        do throws(S6Error) {
            let group = try GroupFile(machine).group(named: BridgePaths.account)
            if let group, group.number != account.group {
                let reason = "group s6ctl is \(group.number), and the account s6ctl has \(account.group)"
                let remedy = "make the two one: usermod -g s6ctl s6ctl"
                return [Finding(.account, .problem, file, reason, remedy: remedy)]
            }
            return members(group?.members ?? [], account, patient)
        } catch {
            return [Finding(.account, unseen: file, error)]
        }
    }

    private static func missing(_ patient: Patient) -> [Finding] {
        if case .absent = patient.policy { return [] }
        let reason = "there is no account s6ctl, so nothing can be granted"
        let remedy =
            "useradd --system --user-group --no-create-home --shell /usr/sbin/nologin s6ctl; then perm-grant services"
        return [Finding(.account, .problem, patient.machine.place(of: "/etc/passwd"), reason, remedy: remedy)]
    }

    /// Who is in the group writes any byte to all that is granted to anybody.
    private static func members(_ listed: [String], _ account: Account, _ patient: Patient) -> [Finding] {
        let machine = patient.machine
        let others = listed.filter { $0 != BridgePaths.account && $0 != "root" }.map { name in
            let remedy = "gpasswd -d \(name) s6ctl, and end what runs as \(name) by then"
            return finding(name, machine.place(of: "/etc/group"), remedy)
        }
        var users = [(try? Account.named("hermes", root: machine.root)) ?? nil].compactMap { $0?.user }
        if case .policy(let policy) = patient.policy { users += policy.lines.map(\.user) }
        let own = Set(users).sorted().compactMap { user -> Finding? in
            guard user != account.user, user != 0, let found = try? Account.of(user: user, root: machine.root),
                found.group == account.group
            else { return nil }
            let remedy = "give it another group: usermod -g"
            return finding("uid \(user)", machine.place(of: "/etc/passwd"), remedy)
        }
        return others + own
    }

    private static func finding(_ who: String, _ file: S6Path, _ remedy: String) -> Finding {
        let reason = "\(who) is in group s6ctl, and so sends any command to whatever is granted to anybody"
        return Finding(.account, .problem, file, reason, remedy: remedy)
    }
}
