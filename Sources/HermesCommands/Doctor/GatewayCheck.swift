import HermesGateways
import S6Native

/// Looks for gateways that are not as they are wanted: capped, down, or without a supervisor.
enum GatewayCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        patient.gateways.flatMap { report in
            supervision(report, patient) + state(report, patient.settings) + run(report, patient)
        }
    }

    /// Where nothing keeps the tree, that is told once.
    private static func supervision(_ report: GatewayReport, _ patient: Patient) -> [Finding] {
        let service = report.service.service.directory
        guard patient.tree.isScanned != false else { return [] }
        switch report.service.supervision {
        case .unsupervised:
            let remedy =
                "have it scanned: hermesctl rescan; if that does not help, see what the tree's s6-svscan says; if that is "
                + "nothing, it has forgotten it: hermesctl gateway retire and register"
            return [Finding(.gateway, .problem, service.path, "no s6-supervise runs on it", remedy: remedy)]
        case .unknown:
            let reason = "whether it is supervised may not be found out"
            let remedy = "ask as root: s6-svok \(service.path) ends with 0 if it is"
            return [Finding(.gateway, .note, service.path, reason, remedy: remedy)]
        case .supervised:
            if let error = report.service.error { return [Finding(.gateway, unseen: service.path, error)] }
            guard (try? service.logger.supervised()) == .unsupervised else { return [] }
            let reason = "no s6-supervise runs on it, so what the gateway says is lost, or it stands still"
            return [Finding(.gateway, .warning, service.logger.path, reason, remedy: "hermesctl rescan")]
        }
    }

    private static func state(_ report: GatewayReport, _ settings: GatewaySettings) -> [Finding] {
        guard let error = report.error else { return [] }
        let path = GatewayStateFile(of: report.profile, in: settings.hermes).path
        let reason = "it cannot be read, so nothing is known of what is wanted: \(error.reason(about: path))"
        let remedy = error.remedy ?? "make it readable to hermes, or remove it: its gateway writes it anew"
        return [Finding(.gateway, .warning, path, reason, remedy: remedy)]
    }

    private static func run(_ report: GatewayReport, _ patient: Patient) -> [Finding] {
        let profile = report.profile
        guard let status = report.service.status, !status.isUp, !patient.settings.isServedByRoot(profile) else {
            return []
        }
        let path = report.service.service.directory.path
        if let capped = report.capped {
            let remedy = "read hermesctl logs \(profile), mend it, and start it: hermesctl gateway start -p \(profile)"
            return [Finding(.gateway, .problem, path, "capped: \(capped)", remedy: remedy)]
        }
        guard report.state?.desiredState.map({ $0 == .running }) ?? status.wantsUp else { return [] }
        let end = report.lastExit.map { ", and \($0)" } ?? ""
        if status.wantsUp {
            let reason = "it is to run, and is between two starts\(end)"
            return [Finding(.gateway, .warning, path, reason, remedy: "read hermesctl logs \(profile), and mend it")]
        }
        let remedy = "see why: hermesctl logs \(profile); and start it: hermesctl gateway start -p \(profile)"
        return [Finding(.gateway, .problem, path, "it is to run, and is down\(end)", remedy: remedy)]
    }
}
