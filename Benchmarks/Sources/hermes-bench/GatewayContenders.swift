import Glibc
import HermesGateways
import Measuring
import S6Native

/// A gateway of Hermes, its logger and its records included: ours, and as the runtime does it today.
struct GatewayContenders {
    let home: String
    let scandir: String
    let hermesctl: String

    /// The gateways' library, in this process.
    func inProcess() throws -> Contender {
        var contender = Contender("a gateway, in process")
        var settings = GatewaySettings(ScanDirectory(try S6Path(scandir)), HermesHome(try S6Path(home)))
        settings.hermesctl = try S6Path(hermesctl)
        settings.restartInterval = .zero
        let manager = S6ServiceManager(settings), profile = try ProfileName("ours"), new = try ProfileName("ours-new")
        let service = manager.service(profile), added = manager.service(new)
        try addProfiles("ours", "ours-new")
        try manager.register(profile, starting: true)
        try service.wait(for: .up, before: .soon)
        contender.inProcess(.status) { _ = try service.status() }
        contender.inProcess(.stop) { try manager.stop(profile) }
        contender.inProcess(.again) { try manager.stop(profile) }
        contender.inProcess(.start) { try manager.start(profile) }
        contender.inProcess(.restart) { try manager.restart(profile) }
        contender.inProcess(.add) {
            try manager.register(new, starting: true)
            try added.wait(for: .up, before: .soon)
        }
        contender.inProcess(.remove) { try manager.retire(new) }
        return contender
    }

    /// `hermesctl gateway`, a process.
    func command() throws -> Contender {
        var contender = Contender("hermesctl gateway")
        try addProfiles("ctl", "ctl-new")
        _ = try Spawned([hermesctl, "gateway", "start", "-p", "ctl"]).run()
        contender.program(.status, hermesctl, "gateway", "status", "-p", "ctl")
        contender.program(.stop, hermesctl, "gateway", "stop", "-p", "ctl")
        contender.program(.again, hermesctl, "gateway", "stop", "-p", "ctl")
        contender.program(.start, hermesctl, "gateway", "start", "-p", "ctl")
        contender.program(.restart, hermesctl, "gateway", "restart", "-p", "ctl")
        contender.program(.add, hermesctl, "gateway", "start", "-p", "ctl-new")
        contender.program(.remove, hermesctl, "gateway", "retire", "-p", "ctl-new")
        return contender
    }

    /// The runtime's own sequences, in a Python that is up already.
    func today(_ upstream: Upstream) throws -> Contender {
        var contender = Contender("today, from Python")
        try addProfiles("today", "today-new")
        _ = try upstream.measure("register", ["today"])
        for operation in Operation.allCases {
            let isOfNew = operation == .add || operation == .remove
            let verb = operation == .add ? "register" : operation == .remove ? "retire" : operation.verb
            contender.ways[operation] = { try upstream.measure(verb, [isOfNew ? "today-new" : "today"]) }
        }
        contender.settle = { _ = try upstream.measure("settle", ["today"]) }
        contender.peak = { try upstream.peak() }
        return contender
    }

    /// Makes profiles, which all of Hermes knows by a file in them.
    private func addProfiles(_ names: String...) throws {
        for name in names {
            let directory = "\(home)/profiles/\(name)"
            _ = try Spawned(["mkdir", "-p", directory]).run()
            try Service.write("", to: "\(directory)/SOUL.md", mode: 0o644)
        }
    }
}
