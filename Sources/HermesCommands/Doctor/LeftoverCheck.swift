import HermesGateways
import S6Native

/// Looks for what killed commands have left, which the next ones finish or remove.
///
/// The locks `.gateway-PROFILE.lock` are none: they stay on purpose.
enum LeftoverCheck: DoctorCheck {
    /// What is younger may be somebody's at work.
    private static let oldEnough: Int64 = 60

    static func findings(in patient: Patient) -> [Finding] {
        let homes = patient.profiles.flatMap { files(in: patient.settings.hermes.home(of: $0)) }
        guard !patient.tree.isForeign, patient.tree.isThere else { return homes }
        return hiddenSlots(in: patient.settings.scandir) + homes + subscribers(patient)
    }

    private static func hiddenSlots(in scandir: ScanDirectory) -> [Finding] {
        var findings: [Finding] = []
        do throws(S6Error) {
            try scandir.open().listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                if let hidden = HiddenSlot(entry.name) { findings.append(hidden.finding(in: scandir)) }
                return true
            }
        } catch {
            findings.append(Finding(.leftover, unseen: scandir.path, error))
        }
        return findings
    }

    private static func files(in home: S6Path) -> [Finding] {
        let temporary: [StaticString] = [".gateway_state.json.tmp-", ".gateway-planned-stop.json.tmp-"]
        var findings: [Finding] = []
        do throws(S6Error) {
            try Directory.handle(trusting: home).listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                let path = home.appending(entry.name)
                guard let age = PathFacts.age(of: path), age > oldEnough else { return true }
                if temporary.contains(where: { entry.name.starts(with: "\($0)".utf8) }) {
                    let reason = "a command that was killed has left it, \(age) s ago"
                    findings.append(Finding(.leftover, .note, path, reason, remedy: "rm \(path)"))
                } else if entry.name.elementsEqual(".gateway-planned-stop.json".utf8) {
                    let reason = "a stop that was announced \(age) s ago has not been taken notice of"
                    findings.append(Finding(.leftover, .note, path, reason, remedy: "rm \(path)"))
                }
                return true
            }
        } catch {
            findings.append(Finding(.leftover, unseen: home, error))
        }
        return findings
    }

    private static func subscribers(_ patient: Patient) -> [Finding] {
        var findings: [Finding] = []
        var forbidden: [S6Path] = []
        for slot in (try? patient.slots.get()) ?? [] {
            let service = patient.settings.scandir.service(slot)
            for events in [service.events.path, service.logger.events.path] {
                do throws(S6Error) {
                    let names = try abandoned(in: events)
                    guard let first = names.first else { continue }
                    let path = events.appending(first)
                    let more = names.count == 1 ? "" : ", and \(names.count - 1) more beside it"
                    let remedy = "nothing: the next event there, or the next command that waits for one, removes it"
                    let reason = "nobody reads this FIFO of a subscriber that was killed\(more)"
                    findings.append(Finding(.leftover, .note, path, reason, remedy: remedy))
                } catch .system(_, _, .noEntry), .system(_, _, .notDirectory) {
                } catch {
                    forbidden.append(events)
                }
            }
        }
        if let first = forbidden.first {
            let more = forbidden.count == 1 ? "" : " (nor may \(forbidden.count - 1) like it)"
            let reason = "it may not be looked into\(more), so what subscribers have left there was not looked for"
            findings.append(Finding(.leftover, .note, first, reason, remedy: "run hermesctl doctor as who owns it"))
        }
        return findings
    }

    /// The FIFOs of subscribers in a fifodir that nobody reads.
    private static func abandoned(in events: S6Path) throws(S6Error) -> [[UInt8]] {
        let prefixes: [StaticString] = ["ftrig1:@", ".ftrig1:@", ".s6native:@"]
        let directory = try Directory.handle(trusting: events)
        var names: [[UInt8]] = []
        try directory.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            guard prefixes.contains(where: { entry.name.starts(with: "\($0)".utf8) }) else { return true }
            do throws(S6Error) {
                guard try directory.attributes(of: EntryName(entry.name)).kind == .fifo else { return true }
                _ = try directory.writer(EntryName(entry.name))
            } catch .system(.open, _, .noReader) {
                names.append(entry.name)
            } catch {}  // gone by now, or not ours to judge
            return true
        }
        return names
    }
}
