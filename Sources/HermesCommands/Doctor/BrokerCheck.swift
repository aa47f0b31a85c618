import HermesGateways
import PermPolicy
import S6Native

/// Looks at where the broker listens, if one does: who could put another socket there would be believed.
enum BrokerCheck: DoctorCheck {
    static let directory = BridgePaths.broker
    static let socket = BridgePaths.socket

    static func findings(in patient: Patient) -> [Finding] {
        let machine = patient.machine, place = machine.place(of: directory)
        var findings: [Finding] = []
        do throws(S6Error) {
            let parent = try Directory.handle(place.parent)
            let found = try parent.attributes(of: EntryName(place.lastComponent))
            guard found.kind == .directory else {
                let reason = "it is no directory, so no broker can listen"
                return [Finding(.broker, .problem, place, reason, remedy: "remove it, and: perm-grant services")]
            }
            findings = isOfRootAndGroup(found, machine) ? [] : judge(found, place, 0o755, machine)
            findings += try socketFindings(parent.handle("broker"), machine)
        } catch .system(_, _, .noEntry), .system(_, _, .notDirectory) {
        } catch {
            findings.append(Finding(.broker, unseen: place, error))
        }
        return findings
    }

    private static func socketFindings(
        _ directory: borrowing Directory,
        _ machine: Machine
    ) throws(S6Error) -> [Finding] {
        guard try directory.exists("sock") else { return [] }
        let found = try directory.attributes(of: "sock"), place = machine.place(of: socket)
        guard found.kind == .other else {
            let reason = "it is no socket, so nobody reaches the broker"
            return [Finding(.broker, .problem, place, reason, remedy: "remove it, and start the broker again")]
        }
        return judge(found, place, 0o666, machine)
    }

    /// As perm-grant has it where it may give nothing away.
    private static func isOfRootAndGroup(_ found: FileAttributes, _ machine: Machine) -> Bool {
        found.owner == machine.keeper && found.permissions == 0o775 && found.group == machine.grantees?.group
    }

    private static func judge(
        _ found: FileAttributes,
        _ place: S6Path,
        _ mode: UInt32,
        _ machine: Machine
    ) -> [Finding] {
        let wanted = "0" + String(mode, radix: 8)
        guard let account = machine.grantees else { return [] }  // that is told
        guard found.owner != account.user || found.permissions != mode else { return [] }
        let reason = "it has mode \(found.octalMode) and uid \(found.owner), and not \(wanted) of s6ctl"
        let remedy = "chown s6ctl:s6ctl \(place) && chmod \(wanted) \(place), and start the broker again"
        return [Finding(.broker, .problem, place, reason, remedy: remedy)]
    }
}
