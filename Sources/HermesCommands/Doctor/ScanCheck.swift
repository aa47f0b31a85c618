import HermesGateways
import S6Native

/// Looks for the entries of a scandir that stop a whole scan from s6 2.12 on.
enum ScanCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        guard !patient.tree.isForeign else { return [] }
        let own = patient.settings.scandir.path, shared = patient.machine.place(of: "/run/service")
        let others = patient.machine.has("/run/service") && shared != own ? [shared] : []
        return ([own] + others).flatMap { findings(in: $0) }
    }

    private static func findings(in scandir: S6Path) -> [Finding] {
        var findings: [Finding] = []
        do throws(S6Error) {
            let directory = try Directory.handle(trusting: scandir)
            var names: [[UInt8]] = []
            try directory.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                if !entry.isHidden { names.append(entry.name) }
                return true
            }
            names.sort { $0.lexicographicallyPrecedes($1) }
            var loggers: [(identity: FileAttributes.Identity, slot: S6Path)] = []
            for name in names where isSlot(name, directory, &findings) {
                let slot = scandir.appending(name)
                guard let logger = logger(of: slot, &findings) else { continue }
                if let twin = loggers.first(where: { $0.identity == logger }) {
                    findings.append(sharing(slot, twin.slot))
                } else {
                    loggers.append((logger, slot))
                }
            }
        } catch .system(.open, scandir, .noEntry) {
        } catch {
            findings.append(Finding(.scan, unseen: scandir, error))
        }
        return findings
    }

    /// Whether an entry is a directory, or leads to one; what cannot be looked at is a finding.
    private static func isSlot(
        _ name: [UInt8],
        _ scandir: borrowing Directory,
        _ findings: inout [Finding]
    ) -> Bool {
        let path = scandir.path.appending(name)
        do throws(S6Error) {
            return try scandir.attributes(following: EntryName(name)).kind == .directory
        } catch .system(_, _, .noEntry) {
            // One that has gone since it was listed is none; a link that is there leads nowhere.
            guard (try? scandir.exists(EntryName(name))) == true else { return false }
            let reason = "the link leads nowhere: from s6 2.12 on that stops every scan of the tree"
            findings.append(Finding(.scan, .problem, path, reason, remedy: "remove it: rm \(path)"))
        } catch .system(_, _, .symbolicLink) {
            let reason = "the link leads to itself: from s6 2.12 on that stops every scan of the tree"
            findings.append(Finding(.scan, .problem, path, reason, remedy: "remove it: rm \(path)"))
        } catch {
            findings.append(Finding(.scan, unseen: path, error))
        }
        return false
    }

    /// The directory of a slot's logger, if there is one.
    private static func logger(of slot: S6Path, _ findings: inout [Finding]) -> FileAttributes.Identity? {
        let path = slot.appending("log")
        do throws(S6Error) {
            let log = try Directory.handle(slot).attributes(following: "log")
            return log.kind == .directory ? log.identity : nil
        } catch .system(_, _, .noEntry) {
            return nil
        } catch .system(_, _, .permissionDenied) where FileAttributes.user != 0 {
            findings.append(Finding(.scan, unseen: path, .system(.stat, path: path, errno: .permissionDenied)))
        } catch {
            let why = error.errno == .symbolicLink ? "the link leads to itself" : "it cannot be looked at"
            let reason = "\(why): from s6 2.12 on that ruins the scanner, which starts nothing any more, or spins"
            let remedy = "make it a directory, or remove it, and start the tree again"
            findings.append(Finding(.scan, .problem, path, reason, remedy: remedy))
        }
        return nil
    }

    private static func sharing(_ slot: S6Path, _ other: S6Path) -> Finding {
        let reason = "its log is that of \(other) too: from s6 2.12 on that ruins the scanner, and no two can log there"
        let remedy = "give each slot a log of its own, and start the tree again"
        return Finding(.scan, .problem, slot.appending("log"), reason, remedy: remedy)
    }
}
