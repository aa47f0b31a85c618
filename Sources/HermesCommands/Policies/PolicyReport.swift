import PermPolicy
import S6Native

/// What there is to say of a policy: what it grants, in words, and what was found.
struct PolicyReport {
    private let policy: PolicyFindings
    private let compiled: CompiledText
    private let findings: [Finding]

    init(_ policy: PolicyFindings) {
        self.policy = policy
        compiled = CompiledText(of: policy.policy, policy.machine)
        let owner = policy.isInForce ? policy.ofOwner(policy.file) : []
        let all = owner + policy.ofCompiled() + policy.ofServicedirs() + policy.ofGrants()
        findings = Finding.Severity.allCases.flatMap { severity in all.filter { $0.severity == severity } }
    }

    /// Whether there is anything but notes.
    var isIll: Bool { findings.contains { $0.severity != .note } }

    func text(for look: Look) -> String {
        let base = policy.policy.base
        var text = "Policy: \(policy.file), about the servicedirs in \(base)\n"
        if policy.policy.lines.isEmpty { text += "It grants nothing.\n" }
        for line in policy.policy.lines { text += words(for: line, look) }
        text += "Compiled: \(Policy.compiledPath) \(compiled.words)\n"
        return text + findings.map { $0.text(for: look) }.joined() + DoctorReport.summary(findings) + "\n"
    }

    private func words(for line: PolicyLine, _ look: Look) -> String {
        let user = "\(line.user)" == line.userWord ? "uid \(line.user)" : "\(line.userWord) (uid \(line.user))"
        let absence = policy.isThere(line.service) == false ? ", of which there is no servicedir" : ""
        let head = "\(user) may ask of \(look.styled(line.service, .emphasized))\(absence):\n"
        let verbs = line.verbs.sorted().map { ($0.rawValue, $0.meaning) }
        let check = ("check", "asks whether a supervisor runs it, and sends nothing; any grant brings that")
        return (verbs + [check]).reduce(head) { $0 + "  " + $1.0.padded(to: 7) + "  " + $1.1 + "\n" }
    }

    var json: JSON {
        .object([
            ("schema", .number(1)), ("policy", .string(ServiceReport.exact(policy.file))),
            ("base", .string(ServiceReport.exact(policy.policy.base))),
            ("grants", .array(policy.policy.lines.map { json(of: $0) })), ("compiled", .string(compiled.word)),
            ("findings", .array(findings.map { $0.json })),
        ])
    }

    private func json(of line: PolicyLine) -> JSON {
        let verbs = line.verbs.sorted().map(\.rawValue) + ["check"]
        let path = policy.policy.base.appending(line.service.utf8)
        return .object([
            ("line", .number(Int64(line.line))), ("user", .string(line.userWord)), ("uid", .number(Int64(line.user))),
            ("service", .string(line.service)), ("servicedir", .string(ServiceReport.exact(path))),
            ("there", .optional(policy.isThere(line.service))), ("verbs", .array(verbs.map { .string($0) })),
        ])
    }
}

extension CompiledText {
    /// How it is, behind its path.
    fileprivate var words: String {
        switch self {
        case .absent: "is not there: nothing is granted until perm-grant has compiled the policy"
        case .current: "says the same"
        case .outdated: "says something else, and is what is obeyed"
        case .unreadable: "cannot be read"
        }
    }
}

extension GrantedVerb {
    /// What it does, by what s6-supervise does.
    fileprivate var meaning: String {
        switch self {
        case .up: "starts it, and has it started again whenever it ends"
        case .down: "ends it (SIGTERM, or what its file down-signal says, and SIGCONT), and keeps it down"
        case .restart: "ends it as down does, but it is started again, not sooner than a second after it was"
        case .term: "sends it SIGTERM and nothing else: if that ends it, it is started again where it is wanted up"
        case .hup: "sends it SIGHUP: most daemons read their configuration again, the others end"
        }
    }
}
