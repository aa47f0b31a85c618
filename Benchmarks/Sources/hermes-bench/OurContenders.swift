import Glibc
import CFloor
import HermesGateways
import Measuring
import S6Native

/// What is ours, and the C programs that do no more than has to be done.
struct OurContenders {
    let scandir: String
    let hermesctl: String
    /// A servicedir to be published.
    let template: String
    private var tree: ScanDirectory

    init(scandir: String, hermesctl: String, template: String) throws {
        (self.scandir, self.hermesctl, self.template) = (scandir, hermesctl, template)
        tree = ScanDirectory(try S6Path(scandir))
    }

    /// The library, in this process.
    func inProcess() throws -> Contender {
        var contender = Contender("S6Native, in process")
        let service = tree.service(try SlotName("ours")), new = try SlotName("ours-new"), tree = tree
        let template = try S6Path(template)
        contender.inProcess(.status) { _ = try service.status() }
        contender.inProcess(.ask) { try service.send(.wantDown) }
        contender.inProcess(.stop) { try service.stop(before: .soon) }
        contender.inProcess(.again) { try service.stop(before: .soon) }
        contender.inProcess(.start) { try service.start(until: .up, before: .soon) }
        contender.inProcess(.restart) { try service.restart(until: .up, before: .soon) }
        contender.inProcess(.add) {
            try tree.publish(copyOf: template, as: new, before: .soon)
            try tree.service(new).wait(for: .up, before: .soon)
        }
        contender.inProcess(.remove) { try tree.retire(new, before: .soon) }
        contender.settle = { try service.wait(for: .finished, before: .soon) }
        return contender
    }

    /// hermesctl, a process.
    func command() throws -> Contender {
        var contender = Contender("hermesctl")
        let directory = "\(scandir)/ctl", service = tree.service(try SlotName("ctl"))
        let new = tree.service(try SlotName("ctl-new")), ctl = hermesctl
        contender.program(.status, ctl, "status", "-o", "up,pid", directory)
        contender.program(.ask, ctl, "send", "d", directory)
        contender.program(.stop, ctl, "stop", directory)
        contender.program(.again, ctl, "stop", directory)
        contender.program(.start, ctl, "start", directory)
        contender.program(.restart, ctl, "restart", directory)
        let publish = Spawned([ctl, "publish", template, "--as", "ctl-new", "--scandir", scandir])
        let wait = Spawned([ctl, "wait", "up", new.path.description])
        contender.ways[.add] = { [programs = contender.programs] in
            try programs.run(publish) + programs.run(wait)
        }
        contender.program(.remove, ctl, "retire", "ctl-new", "--scandir", scandir)
        contender.settle = { try service.wait(for: .finished, before: .soon) }
        return contender
    }

    /// The C library from a program of another language that is up already: see bindings.c, bindings.py.
    func bindings(_ name: String, on slot: String, _ program: Upstream) throws -> Contender {
        var contender = Contender(name)
        let directory = "\(scandir)/\(slot)", new = "\(scandir)/\(slot)-new"
        for operation in Operation.allCases {
            let isOfNew = operation == .add || operation == .remove
            contender.ways[operation] = { try program.measure(operation.verb, [isOfNew ? new : directory]) }
        }
        contender.settle = { _ = try program.measure("settle", [directory]) }
        contender.peak = { try program.peak() }
        return contender
    }

    /// A C program that does the minimum, in this process.
    func floor() throws -> Contender {
        var contender = Contender("C, the minimum")
        let directory = "\(scandir)/floor", service = tree.service(try SlotName("floor"))
        contender.inProcess(.status) { try check(floor_status(directory) >= 0, "status") }
        contender.inProcess(.ask) { try check(floor_send(directory, CChar(UInt8(ascii: "d"))) == 0, "send") }
        contender.inProcess(.stop) { try check(floor_ask(directory, 0x64, 0x44) == 0, "stop") }
        contender.inProcess(.start) { try check(floor_ask(directory, 0x75, 0x75) == 0, "start") }
        contender.inProcess(.restart) { try check(floor_restart(directory) == 0, "restart") }
        contender.inProcess(.add) { [scandir] in
            try check(floor_add(scandir, "floor-new", Service.script) == 0, "add")
        }
        contender.inProcess(.remove) { [scandir] in try check(floor_remove(scandir, "floor-new") == 0, "remove") }
        contender.settle = { try service.wait(for: .finished, before: .soon) }
        return contender
    }

    /// The same status as a C program of its own, the floor of any command.
    func floorProcess(_ program: String) -> Contender {
        var contender = Contender("C, a process")
        contender.program(.status, program, "\(scandir)/floor")
        return contender
    }

    /// s6's own tools, each spawned from C: to wait with them in the fastest way that they have.
    func tools() throws -> Contender {
        var contender = Contender("s6's tools, from C")
        let directory = "\(scandir)/tools", new = "\(scandir)/tools-new", service = tree.service(try SlotName("tools"))
        contender.program(.status, "s6-svstat", "-o", "up,pid", directory)
        contender.program(.ask, "s6-svc", "-d", directory)
        contender.program(.stop, "s6-svc", "-wD", "-d", directory)
        contender.program(.again, "s6-svc", "-wD", "-d", directory)
        contender.program(.start, "s6-svc", "-wu", "-u", directory)
        contender.program(.restart, "s6-svc", "-wr", "-r", directory)
        let scan = Spawned(["s6-svscanctl", "-a", scandir]), ok = Spawned(["s6-svok", new])
        let up = Spawned(["s6-svwait", "-u", "-t", "10000", new]), down = Spawned(["s6-svc", "-d", new])
        let gone = Spawned(["s6-svwait", "-D", "-t", "10000", new]), reap = Spawned(["s6-svscanctl", "-an", scandir])
        let programs = contender.programs
        contender.ways[.add] = { [scandir] in
            var cost = try Cost.of { try Service.make("tools-new", in: scandir) } + programs.run(scan)
            while true {
                let (one, code) = try ok.runToAnyEnd()
                cost = cost + one
                if code == 0 { break }
            }
            return try cost + programs.run(up)
        }
        contender.ways[.remove] = {
            let ended = try programs.run(down) + programs.run(gone) + programs.run(reap)
            return try ended + Cost.of { usleep(200_000) } + Spawned(["rm", "-rf", new]).run()
        }
        contender.settle = { try service.wait(for: .finished, before: .soon) }
        return contender
    }
}

/// A C function that does not do what it is for keeps all from being measured.
func check(_ isDone: Bool, _ what: String) throws {
    if !isDone { throw Failure("C: \(what) does nothing") }
}

extension Deadline {
    /// Later than anything here may take.
    static var soon: Deadline { .after(.seconds(30)) }
}
