import HermesGateways
import S6Native

/// What the doctor has to say: about the tree, and what was found, the worst first.
struct DoctorReport {
    let tree: TreeFacts
    let findings: [Finding]
}

extension DoctorReport {
    /// In the order in which one would look: what everything stands on first.
    private static var checks: [any DoctorCheck.Type] {
        [
            TreeCheck.self, ScanCheck.self, ProgramCheck.self, GatewayCheck.self, BootCheck.self, SlotCheck.self,
            ConfigurationCheck.self, RootPathCheck.self, PolicyCheck.self, AccountCheck.self, GrantCheck.self,
            HelperCheck.self, BrokerCheck.self, SixCheck.self, LeftoverCheck.self,
        ]
    }

    /// Looks at everything.
    init(of patient: Patient) {
        tree = patient.tree
        let all = Self.checks.flatMap { $0.findings(in: patient) }
        // What is wrong with a path for all of root's sake need not be told for the policy's, too.
        let told = all.filter { $0.check == .rootPath }.map(\.path)
        let found = all.filter { ($0.check != .grant && $0.check != .policy) || !told.contains($0.path) }
        findings = Finding.Severity.allCases.flatMap { severity in found.filter { $0.severity == severity } }
    }

    /// Whether there is anything but notes.
    var isIll: Bool { findings.contains { $0.severity != .note } }

    var json: JSON {
        .object([
            ("schema", .number(1)), ("tree", tree.json), ("findings", .array(findings.map { $0.json })),
        ])
    }

    func text(for look: Look) -> String {
        tree.line + findings.map { $0.text(for: look) }.joined() + Self.summary(findings) + "\n"
    }

    /// `3 findings: 1 problem, 2 notes`, or `nothing found`.
    static func summary(_ findings: [Finding]) -> String {
        guard !findings.isEmpty else { return "nothing found" }
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let count = findings.filter { $0.severity == severity }.count
            return count == 0 ? nil : Self.count(count, severity.rawValue)
        }
        return count(findings.count, "finding") + ": " + counts.joined(separator: ", ")
    }

    private static func count(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
