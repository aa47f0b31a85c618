import HermesGateways
import S6Native

/// Root's tool at boot: lays the permissions that the helper and the broker rely on, and no other.
public enum PermGrant {
    /// Runs what the command line asks for.
    ///
    /// - Returns: the exit code.
    public static func main() -> Int32 {
        guard (try? ProcessInput.settle()) != nil else { return GrantCode.system.rawValue }
        guard let request = GrantRequest(ProcessInput.words) else {
            ProcessInput.write(GrantRequest.usage, to: 2)
            return GrantCode.usage.rawValue
        }
        let report = GrantReport(
            request.mode,
            say: { ProcessInput.write($0 + "\n", to: 1) },
            complain: { ProcessInput.write($0 + "\n", to: 2) }
        )
        report.attempt { () throws(GrantError) in try run(request, report) }
        return report.code.rawValue
    }

    private static func run(_ request: GrantRequest, _ report: GrantReport) throws(GrantError) {
        guard CurrentProcess.user == 0 else {
            throw GrantError(.system, "only root can grant", remedy: "run it as root, from cont-init")
        }
        switch request.subject {
        case .services(let isACL): try ServicesCommand(isACL: isACL, report: report).run()
        case .sharedTree(let path): try SharedTreeCommand(path: path, report: report).run()
        case .home: try HomeCommand(report: report).run()
        }
        report.tell("perm-grant: \(report.changes) \(report.isCheck ? "differences" : "changes")")
    }
}
