// The figures that the README gives, see scripts/figures and scripts/gateway-figures, which make the trees; and `figures
// spawn ROUNDS COMMAND COMMAND`, which compares the start-up of two programs.
import CAllocations
import CFloor
import Foundation
import Measuring
import S6Native

@main struct Figures {
    let service: ServiceDirectory
    let path: String
    let hermesctl: String
    let rounds: Int

    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "spawn", let rounds = Int(words[2]) {
            return compareStartUp(words[3], words[4], rounds)
        }
        if words.count == 5, words[1] == "gateways" || words[1] == "all", let rounds = Int(words[4]) {
            let figures = try GatewayFigures(hermesctl: words[2], upstream: words[3], rounds: rounds)
            if words[1] == "gateways" { try figures.lives() } else { try figures.all() }
            return figures.upstream.end()
        }
        if words.count >= 5, words[1] == "bridge", let rounds = Int(words[2]) {
            return BridgeFigures.compare(Array(words[3...]), rounds)
        }
        if words.count == 4, words[1] == "reconcile", let profiles = Int(words[3]) {
            return GatewayFigures.reconcile(words[2], profiles)
        }
        guard words.count == 4, let rounds = Int(words[3]) else {
            fatalError("usage: figures SERVICEDIR HERMESCTL ROUNDS")
        }
        let figures = Figures(
            service: ServiceDirectory(try S6Path(words[1])),
            path: words[1],
            hermesctl: words[2],
            rounds: rounds
        )
        try figures.inProcess()
        try figures.allocations()
        try figures.lifecycle()
        try figures.restart()
        figures.startUp()
    }

    /// Batches of calls, ours and C's in turn, so that what slows the machine slows both.
    func inProcess() throws {
        var ourStatus = Samples(), cStatus = Samples(), ourSend = Samples(), cSend = Samples()
        let batch = 200
        for round in 0..<rounds {
            var one = Samples(), two = Samples(), three = Samples(), four = Samples()
            try one.measure { for _ in 0..<batch { _ = try service.status() } }
            two.measure { for _ in 0..<batch { _ = floor_status(path) } }
            // SIGWINCH: the supervisor passes it on, and nobody minds.
            try whileSupervisorSleeps {
                try three.measure { for _ in 0..<batch { try service.send(.windowChange) } }
                four.measure { for _ in 0..<batch { _ = floor_send(path, 0x79) } }
            }
            guard round > 0 else { continue }  // the first is warm-up
            ourStatus.add(Int64(one.median) / Int64(batch))
            cStatus.add(Int64(two.median) / Int64(batch))
            ourSend.add(Int64(three.median) / Int64(batch))
            cSend.add(Int64(four.median) / Int64(batch))
        }
        Report.line("status, in-process", ourStatus, "the same calls in C", cStatus, ratioOf: .oursToTheirs)
        Report.line("send, in-process", ourSend, "the same calls in C", cSend, ratioOf: .oursToTheirs)
    }

    /// Its reading is not to compete with our writing for the processor.
    func whileSupervisorSleeps(_ body: () throws -> Void) throws {
        guard case .supervised(let pid?) = try service.supervised() else { fatalError("it has no supervisor") }
        kill(pid, SIGSTOP)
        try body()
        kill(pid, SIGCONT)
        usleep(3000)
    }

    func allocations() throws {
        for _ in 0..<10 {
            _ = try service.status()
            try service.send(.windowChange)
        }
        let before = floor_allocations()
        for _ in 0..<1000 { _ = try service.status() }
        let afterStatus = floor_allocations()
        for _ in 0..<1000 { try service.send(.windowChange) }
        let afterSend = floor_allocations()
        print("heap allocations in 1000 calls: status \(afterStatus - before), send \(afterSend - afterStatus)")
        guard afterSend == before else { fatalError("status and send are not to allocate") }
    }

    /// Stop until really down, and start until up, in turn with the fastest that s6 offers, and with no more than the
    /// supervisor itself takes.
    func lifecycle() throws {
        var ourStop = Samples(), theirStop = Samples(), ourStart = Samples(), theirStart = Samples()
        var cStop = Samples(), cStart = Samples()
        for round in 0..<rounds {
            var stop = Samples(), start = Samples(), floorStop = Samples(), floorStart = Samples()
            try stop.measure { try service.stop(before: .after(.seconds(10))) }
            try start.measure { try service.start(until: .up, before: .after(.seconds(10))) }
            floorStop.measure { ask("d", "D") }
            floorStart.measure { ask("u", "u") }
            let theirDown = spawn("s6-svc", "-wD", "-d", service.path.description)
            let theirUp = spawn("s6-svc", "-wu", "-u", service.path.description)
            guard round > 0 else { continue }
            ourStop.add(Int64(stop.median))
            ourStart.add(Int64(start.median))
            cStop.add(Int64(floorStop.median))
            cStart.add(Int64(floorStart.median))
            theirStop.add(theirDown)
            theirStart.add(theirUp)
        }
        Report.line("stop until really down", ourStop, "s6-svc -wD -d", theirStop, ratioOf: .theirsToOurs)
        Report.line("stop until really down", ourStop, "the supervisor itself", cStop, ratioOf: .oursToTheirs)
        Report.line("start until up", ourStart, "s6-svc -wu -u", theirStart, ratioOf: .theirsToOurs)
        Report.line("start until up", ourStart, "the supervisor itself", cStart, ratioOf: .oursToTheirs)
    }

    func ask(_ command: Unicode.Scalar, _ event: Unicode.Scalar) {
        let result = floor_ask(path, CChar(truncatingIfNeeded: command.value), CChar(truncatingIfNeeded: event.value))
        guard result == 0 else { fatalError("nobody answers \(command)") }
    }

    func restart() throws {
        var ours = Samples(), theirs = Samples()
        for _ in 0..<max(3, rounds / 20) {
            try ours.measure { try service.restart(until: .up, before: .after(.seconds(10))) }
            theirs.add(spawn("s6-svc", "-wr", "-r", service.path.description))
        }
        Report.line("restart, no readiness", ours, "s6-svc -wr -r", theirs, ratioOf: .theirsToOurs)
    }

    func startUp() {
        let path = service.path.description
        Self.compareStartUp("\(hermesctl) status -o up,pid \(path)", "s6-svstat -o up,pid \(path)", rounds)
        let size = (try? FileManager.default.attributesOfItem(atPath: hermesctl)[.size]) as? Int ?? 0
        print("hermesctl: \(Report.format(Double(size) / 1_000_000, 1)) MB, static and stripped")
    }

    static func compareStartUp(_ one: String, _ other: String, _ rounds: Int) {
        let one = one.split(separator: " ").map(String.init), other = other.split(separator: " ").map(String.init)
        var ours = Samples(), theirs = Samples()
        for round in 0...rounds {
            let our = spawn(one), their = spawn(other)
            guard round > 0 else { continue }
            ours.add(our)
            theirs.add(their)
        }
        let name = one[0].split(separator: "/").last.map(String.init) ?? one[0]
        Report.line("\(name), a process", ours, other[0], theirs, ratioOf: .oursToTheirs)
    }

    func spawn(_ words: String...) -> Int64 { Self.spawn(words) }

    /// Spawns a program as C does; nanoseconds until it has ended.
    static func spawn(_ words: [String]) -> Int64 {
        let path = words[0].contains("/") ? words[0] : "/usr/bin/" + words[0]
        var pointers = ([path] + words.dropFirst()).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let time = floor_spawn(&pointers)
        guard time >= 0 else { fatalError("\(words) failed") }
        return time
    }
}
