import HermesGateways
import S6Native

/// Looks whether the helper still has the one privilege that it lives by: a chown, or a plain cp, takes it.
enum HelperCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let path: S6Path = "/usr/libexec/hermes-s6/perm-helper", place = patient.machine.place(of: path)
        do throws(S6Error) {
            let file = try Directory.handle(place.parent).attributes(following: EntryName(place.lastComponent))
            let isSetuid = file.permissions & 0o4000 != 0 && file.owner == patient.machine.keeper
            let isSetgid = file.permissions & 0o2000 != 0 && file.group != 0
            guard !isSetuid, !isSetgid else { return [] }
            let reason = "it has lost its setgid bit (mode \(file.octalMode)), so it relays nothing"
            let remedy = "chown root:s6ctl \(place) && chmod 2755 \(place), in that order"
            return [Finding(.helper, .warning, place, reason, remedy: remedy)]
        } catch .system(_, _, .noEntry), .system(_, _, .notDirectory) {
            return []
        } catch {
            return [Finding(.helper, unseen: place, error)]
        }
    }
}
