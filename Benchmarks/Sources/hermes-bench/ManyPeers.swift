import Glibc
import Measuring

/// Other supervisors with many services, each by one command for all: scripts/bench has started them.
enum ManyPeers {
    /// At more than these a round takes too long, or they refuse: runsvdir and svscan take at most 1000.
    static let most = 100

    /// runit: `sv` tells all, then looks every 0.42 s at those that are not as they should be.
    static func runit(_ directory: String, _ count: Int) throws -> ManyContender {
        var contender = ManyContender("runit's sv", isOfTree: false)
        let paths = try services(count, in: directory), sv = ["sv", "-w", "300"]
        contender.program(.status, ["sv", "status"] + paths)
        contender.program(.wait, sv + ["check"] + paths)
        contender.program(.stop, sv + ["stop"] + paths)
        contender.program(.start, sv + ["start"] + paths)
        return contender
    }

    /// daemontools: `svc` waits for nothing, so the status files are looked at.
    static func daemontools(_ directory: String, _ count: Int) throws -> ManyContender {
        var contender = ManyContender("daemontools' svc", isOfTree: false)
        let paths = try services(count, in: directory)
        let down = Spawned(["svc", "-d"] + paths), up = Spawned(["svc", "-u"] + paths)
        contender.program(.status, ["svstat"] + paths)
        contender.ways[.stop] = {
            try down.run() + Cost.of { for path in paths { try Until.so { Service.pid(path) == 0 } } }
        }
        contender.ways[.start] = {
            try up.run() + Cost.of { for path in paths { try Until.so { (Service.pid(path) ?? 0) != 0 } } }
        }
        contender.reasons[.wait] = "it has no command that waits"
        return contender
    }

    /// supervisor: one program with many processes, which `supervisorctl` controls as a group.
    static func supervisor(_ directory: String, _ count: Int) throws -> ManyContender {
        let control = OtherContenders.supervisorctl(directory)
        var contender = ManyContender("supervisor's supervisorctl", isOfTree: false)
        let text = """
            [program:many]
            command=/bin/sh \(directory)/run
            startsecs=0
            numprocs=\(count)
            process_name=m%(process_num)d

            """
        try Service.write(text, to: "\(directory)/conf.d/many.conf", mode: 0o644)
        _ = try Spawned(control + ["update"]).run()
        contender.program(.status, control + ["status", "many:*"])
        contender.program(.stop, control + ["stop", "many:*"])
        contender.program(.start, control + ["start", "many:*"])
        contender.reasons[.wait] = "it has no command that waits"
        return contender
    }

    /// Makes so many services, unless they are there from a smaller size, and waits until they are up.
    private static func services(_ count: Int, in directory: String) throws -> [String] {
        let names = (0..<count).map { "m\($0)" }
        for name in names where access("\(directory)/\(name)", F_OK) != 0 { try Service.make(name, in: directory) }
        let paths = names.map { "\(directory)/\($0)" }
        for path in paths { try Until.so { (Service.pid(path) ?? 0) != 0 } }
        return paths
    }
}
