import CFloor
import Glibc
import Measuring
import S6Native

/// The ways to control many services of a tree of s6's.
struct ManyContenders {
    let many: ManyServices

    /// Of one more, it ends: "unable to subscribe to events for s1000: Too many open files in system".
    private static let mostOfSvwait = 1000

    /// The library, in this process.
    func inProcess() -> ManyContender {
        var contender = ManyContender("S6Native, in process")
        let services = many.services
        contender.inProcess(.status) { for service in services { _ = try service.status() } }
        contender.inProcess(.wait) { try ServiceDirectory.wait(for: .up, on: services, .all, before: .late) }
        contender.inProcess(.stop) {
            for result in ServiceDirectory.stop(services, before: .late) { _ = try result.get() }
        }
        contender.inProcess(.start) {
            for result in ServiceDirectory.start(services, until: .up, before: .late) { _ = try result.get() }
        }
        return contender
    }

    /// A C program that does the minimum, in this process.
    func floor() -> ManyContender {
        var contender = ManyContender("C, the minimum")
        let paths = many.paths, count = CInt(many.count)
        // They are there for as long as this process is.
        let pointers = paths.map { UnsafePointer<CChar>(strdup($0)) as UnsafePointer<CChar>? }
        contender.inProcess(.status) { for path in paths { try check(floor_status(path) >= 0, "status") } }
        contender.inProcess(.stop) { try check(floor_ask_all(pointers, count, 0x64, 0x44) == 0, "stop") }
        contender.inProcess(.start) { try check(floor_ask_all(pointers, count, 0x75, 0x75) == 0, "start") }
        contender.reasons[.wait] = "it waits for events alone, and what is up already sends none"
        return contender
    }

    /// hermesctl, a process for all.
    func command(_ hermesctl: String) -> ManyContender {
        var contender = ManyContender("hermesctl")
        contender.program(.status, [hermesctl, "status", "--scandir", many.scandir])
        contender.program(.wait, [hermesctl, "wait", "up", "--timeout", "300"] + many.paths)
        contender.program(.stop, [hermesctl, "stop", "--timeout", "300"] + many.paths)
        contender.program(.start, [hermesctl, "start", "--timeout", "300"] + many.paths)
        return contender
    }

    /// s6's own tools: one for each to ask, as they take one servicedir, then one that waits for all.
    func tools() -> ManyContender {
        var contender = ManyContender("s6's tools, from C")
        let paths = many.paths
        contender.ways[.status] = { try Self.each(paths) { Spawned(["s6-svstat", "-o", "up,pid", $0]) } }
        guard many.count <= Self.mostOfSvwait else {
            for operation in [ManyOperation.wait, .stop, .start] {
                contender.reasons[operation] = "s6-svwait waits for at most \(Self.mostOfSvwait) at once"
            }
            return contender
        }
        let down = Spawned(["s6-svwait", "-D", "-t", "300000"] + paths)
        let up = Spawned(["s6-svwait", "-u", "-t", "300000"] + paths)
        contender.ways[.wait] = { try up.run() }
        contender.ways[.stop] = { try Self.each(paths) { Spawned(["s6-svc", "-d", $0]) } + down.run() }
        contender.ways[.start] = { try Self.each(paths) { Spawned(["s6-svc", "-u", $0]) } + up.run() }
        return contender
    }

    /// The C library from a program of another language: sends to each, then waits for all at once.
    func language(_ name: String, _ program: Upstream) -> ManyContender {
        var contender = ManyContender(name)
        for operation in ManyOperation.allCases {
            contender.ways[operation] = { [many] in
                try program.measure(operation.verb, [many.scandir, "\(many.count)"])
            }
        }
        return contender
    }

    /// A program for each path, one after the other; what the harness does between them counts too.
    private static func each(_ paths: [String], _ program: (String) -> Spawned) throws -> Cost {
        var cost = Cost(wall: 0, processor: 0)
        let all = try Cost.of { for path in paths { cost = cost + (try program(path).run()) } }
        return Cost(wall: all.wall, processor: cost.processor)
    }
}
