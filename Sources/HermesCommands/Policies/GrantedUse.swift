import PermPolicy
import S6Native

/// What root uses when somebody makes use of a grant: each file of it that others can write is theirs to have root
/// execute, or obey.
///
/// What the daemon reads on its own is not known: only what its scripts, its words and its servicedir show.
struct GrantedUse {
    private let line: PolicyLine
    private let policy: PolicyFindings

    init(of line: PolicyLine, in policy: PolicyFindings) {
        self.line = line
        self.policy = policy
    }

    private var machine: Machine { policy.machine }

    func findings(sparingServicedir: Bool) -> [Finding] {
        var finder = PathAudit(machine)
        let path = policy.policy.base.appending(line.service.utf8)
        guard case .directory(let servicedir, let attributes) = finder.walk(path, .passage) else { return [] }
        let run = script("run", in: servicedir), process = process(in: servicedir)
        let isRoots = process?.isRoots ?? !(run?.dropsRights ?? false)
        var audit = PathAudit(machine)
        // What is not root's any more has nothing of root's to reload, but SIGHUP ends most of what does not know it.
        if let consequence = consequence(of: [.up, .restart, .term] + (isRoots ? [] : [.hup]), reloads: isRoots) {
            if !sparingServicedir { walk(servicedir, attributes, consequence, &audit) }
            let text = isRoots ? run : run?.asRoot
            walk(text, consequence, &audit)
            if isRoots, let process {
                for path in process.words.paths + [process.program].compactMap({ $0 }) {
                    _ = audit.walk(path, .granted(consequence))
                }
            }
        }
        if let consequence = consequence(of: [.down, .restart, .term, .hup], reloads: false) {
            walk(script("finish", in: servicedir)?.asRoot, consequence, &audit)
        }
        return audit.findings.filter { $0.severity == .problem }.map { warning($0) }
    }

    private func warning(_ fault: Finding) -> Finding {
        let remedy = "\(fault.remedy); or do not grant that, in line \(line.line) of \(policy.file)"
        return Finding(.policy, .warning, fault.path, fault.reason, remedy: remedy)
    }

    /// What the grantee can have root do; `nil` if nothing of the kind is granted.
    private func consequence(of verbs: [GrantedVerb], reloads: Bool) -> String? {
        let again = verbs.filter { line.verbs.contains($0) }.map(\.rawValue)
        var parts = again.isEmpty ? [] : ["execute it, or read it, again (\(again.joined(separator: ", ")))"]
        if reloads, line.verbs.contains(.hup) { parts.append("reload it (hup)") }
        guard !parts.isEmpty else { return nil }
        return "\(line.userWord) can have root's \(line.service) " + parts.joined(separator: ", and ")
    }

    private func script(_ name: StaticString, in servicedir: S6Path) -> ScriptText? {
        var finder = PathAudit(machine)
        guard case .file(let path, _) = finder.walk(servicedir.appending(name), .program) else { return nil }
        return ScriptText(at: path, machine)
    }

    private func process(in servicedir: S6Path) -> RunningProcess? {
        let service = ServiceDirectory(machine.place(of: servicedir))
        guard let status = try? service.status(), status.isUp, let pid = status.pid else { return nil }
        return RunningProcess(Int32(pid), machine)
    }

    /// The files of the servicedir; what s6 makes in there is not the daemon's.
    private func walk(
        _ servicedir: S6Path,
        _ attributes: FileAttributes,
        _ consequence: String,
        _ audit: inout PathAudit
    ) {
        let made = ["supervise", "event", "log"]
        for name in audit.names(in: servicedir, attributes) where !made.contains(where: { name.elementsEqual($0.utf8) })
        {
            audit.walk(tree: servicedir.appending(name), .granted(consequence), depth: 2)
        }
    }

    private func walk(_ script: ScriptText?, _ consequence: String, _ audit: inout PathAudit) {
        guard let script else { return }
        let programs = ScriptPrograms(of: script, machine)
        let searched = script.takesContainerPath ? programs.places : []
        for path in script.paths + searched + script.names.compactMap({ programs.find($0) }) {
            _ = audit.walk(path, .granted(consequence))
        }
    }
}
