import Foundation
import HermesGateways
import Measuring
import S6Native

/// What a gateway's life takes: ours in process, hermesctl as a process, and what the Hermes runtime does today, in
/// turns on one tree; see scripts/gateway-figures, which makes the tree and the home.
struct GatewayFigures {
    let home: String
    let hermesctl: String
    let rounds: Int
    let manager: S6ServiceManager
    let upstream: Upstream

    init(hermesctl: String, upstream: String, rounds: Int) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let scandir = environment["HERMES_SCANDIR"], let home = environment["HERMES_HOME"] else {
            fatalError("HERMES_SCANDIR and HERMES_HOME are to be set")
        }
        var settings = GatewaySettings(ScanDirectory(try S6Path(scandir)), HermesHome(try S6Path(home)))
        settings.hermesctl = try S6Path(hermesctl)
        settings.restartInterval = .zero
        (self.home, self.hermesctl, self.rounds) = (home, hermesctl, rounds)
        manager = S6ServiceManager(settings)
        self.upstream = try Upstream(["python3", upstream])
    }

    /// From when each verb begins until what it is for is so.
    func lives() throws {
        let ours = try ProfileName("ours"), service = manager.service(ours)
        let verbs = ["register", "stop", "start", "restart", "retire"]
        var inProcess: [String: Samples] = [:], command: [String: Samples] = [:], today: [String: Samples] = [:]
        for round in 0...rounds {
            for profile in ["ours", "ctl", "today-\(round)"] { try addProfile(profile) }
            for verb in verbs {
                var sample = Samples()
                try sample.measure {
                    switch verb {
                    case "register":
                        try manager.register(ours, starting: true)
                        try service.wait(for: .up, before: .after(.seconds(10)))
                    case "stop": try manager.stop(ours)
                    case "start": try manager.start(ours)
                    case "restart": try manager.restart(ours)
                    default: try manager.retire(ours)
                    }
                }
                // It registers on demand.
                let word = verb == "register" ? "start" : verb
                let our = Figures.spawn([hermesctl, "gateway", word, "-p", "ctl"])
                let their = try upstream.measure(verb, ["today-\(round)"]).wall
                guard round > 0 else { continue }  // the first is warm-up
                inProcess[verb, default: Samples()].add(Int64(sample.median))
                command[verb, default: Samples()].add(our)
                today[verb, default: Samples()].add(their)
            }
        }
        for verb in verbs {
            Report.row(verb, [("in process", inProcess[verb]), ("hermesctl", command[verb]), ("today", today[verb])])
        }
    }

    /// One command for all gateways, and the same one after the other with s6's tools.
    func all() throws {
        let profiles = try manager.list().filter { !$0.isStandard }.map(\.description)
        for verb in ["start", "restart", "stop"] {
            var ours = Samples(), today = Samples()
            for _ in 0..<max(1, rounds / 20) {
                // Each finds them as the verb before has left them.
                if verb != "restart" {
                    _ = Figures.spawn([hermesctl, "gateway", verb == "start" ? "stop" : "start", "--all"])
                }
                today.add(try upstream.measure(verb, profiles).wall)
                if verb != "restart" {
                    _ = Figures.spawn([hermesctl, "gateway", verb == "start" ? "stop" : "start", "--all"])
                }
                ours.add(Figures.spawn([hermesctl, "gateway", verb, "--all"]))
            }
            Report.row("\(verb) --all, \(profiles.count) gateways", [("hermesctl", ours), ("today", today)])
        }
        var status = Samples(), nothing = Samples()
        for _ in 0..<max(1, rounds / 5) {
            status.add(Figures.spawn([hermesctl, "gateway", "status"]))
            nothing.add(Figures.spawn([hermesctl, "reconcile"]))
        }
        Report.row("status of them all", [("hermesctl", status)])
        Report.row("reconcile, where nothing differs", [("hermesctl", nothing)])
    }

    private func addProfile(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(home)/profiles/\(name)", withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: "\(home)/profiles/\(name)/SOUL.md"))
    }

    /// What a boot makes of a home, and of one that it knows already.
    static func reconcile(_ hermesctl: String, _ profiles: Int) {
        for what in ["reconcile --boot, \(profiles) profiles", "again, with all slots there"] {
            var samples = Samples()
            samples.add(Figures.spawn([hermesctl, "reconcile", "--boot"]))
            let each = Report.time(samples.median / Double(profiles))
            print("\(what): \(Report.time(samples.median)), \(each) a profile")
        }
    }
}
