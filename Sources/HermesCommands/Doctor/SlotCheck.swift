import HermesGateways
import S6Native

/// Looks for slots without profiles, profiles without slots, and what is no profile and looks like one.
enum SlotCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let hermes = patient.settings.hermes
        guard patient.hasHome else {
            let reason = "there is no such directory, and it should be Hermes' home"
            let remedy = "name the home: --home, HERMES_HOME"
            return [Finding(.profile, .problem, hermes.root, reason, remedy: remedy)]
        }
        var findings: [Finding] = []
        switch patient.found {
        case .failure(let error): findings.append(Finding(.profile, unseen: hermes.profiles, error))
        case .success(let found):
            for case .skipped(let name, let reason) in found {
                findings.append(skipped(hermes.profiles.appending(name), reason))
            }
        }
        guard !patient.tree.isForeign, patient.tree.isThere else { return findings }
        switch patient.slots {
        case .failure(let error): findings.append(Finding(.slot, unseen: patient.tree.scandir, error))
        case .success(let slots): findings += orphans(slots, patient) + missing(slots, patient) + twins(slots, patient)
        }
        return findings
    }

    private static func skipped(_ path: S6Path, _ reason: FoundProfile.Reason) -> Finding {
        switch reason {
        case .invalidName:
            return Finding(
                .profile,
                .warning,
                path,
                "it has no gateway (\(reason.word)): no profile can have that name",
                remedy: "rename it: 1 to \(ProfileName.maximumLength) of a-z, 0-9, - and _, the first a letter or digit"
            )
        case .reservedName:
            return Finding(
                .profile,
                .warning,
                path,
                "it has no gateway (\(reason.word)): the root profile has that name, whose home is elsewhere",
                remedy: "rename it"
            )
        case .unreadable(let error):
            return Finding(
                .profile,
                .warning,
                path,
                "it has no gateway (\(reason.word)): \(error.errno.map { "\($0)" } ?? "\(error)")",
                remedy: "let hermes read it, or remove it"
            )
        }
    }

    private static func orphans(_ slots: [SlotName], _ patient: Patient) -> [Finding] {
        var findings: [Finding] = []
        for slot in slots where slot.bytes.starts(with: ProfileName.slotPrefix) {
            let path = patient.settings.scandir.service(slot).path
            guard let profile = ProfileName(ofSlot: slot) else {
                let reason = "it is called as a gateway's slot is, but no profile can have that name"
                findings.append(Finding(.slot, .warning, path, reason, remedy: "hermesctl retire \(slot)"))
                continue
            }
            // A profile that cannot be looked into is not gone.
            guard let isThere = try? patient.settings.hermes.has(profile), !isThere else { continue }
            let reason = "its profile is gone: \(patient.settings.hermes.home(of: profile)) has no SOUL.md"
            let remedy = "hermesctl gateway retire -p \(profile); or all such: hermesctl reconcile --prune"
            findings.append(Finding(.slot, .warning, path, reason, remedy: remedy))
        }
        return findings
    }

    /// Slots that root's tree has as well: what a shared tree has left when hermes was given one of its own.
    private static func twins(_ slots: [SlotName], _ patient: Patient) -> [Finding] {
        let scandir = patient.machine.place(of: "/run/service")
        guard patient.tree.kind == .isolated, scandir != patient.tree.scandir,
            let others = try? ScanDirectory(scandir).list()
        else { return [] }
        return others.filter { ProfileName(ofSlot: $0) != nil && slots.contains($0) }.map { slot in
            let own = patient.settings.scandir.service(slot).path
            let reason = "\(own) is the slot of that profile too: two gateways would run at a time"
            let remedy = "keep one: hermesctl retire --scandir \(scandir) \(slot)"
            return Finding(.slot, .warning, scandir.appending(slot.bytes), reason, remedy: remedy)
        }
    }

    private static func missing(_ slots: [SlotName], _ patient: Patient) -> [Finding] {
        patient.profiles.filter { !slots.contains($0.slot) }.map { profile in
            let home = patient.settings.hermes.home(of: profile)
            let reason = "the profile has no slot: \(patient.settings.scandir.service(profile.slot).path) is missing"
            return Finding(.slot, .warning, home, reason, remedy: "hermesctl reconcile")
        }
    }
}
