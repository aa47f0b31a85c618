import CFloor
import Glibc
import Measuring
import S6Native

/// How it grows: one tree with so many services, and what it takes to do something to all of them.
enum Scale {
    static let options: Set = ["--scandir", "--count", "--hermesctl", "--rounds", "--raw"]

    static func run(_ options: Options) throws {
        let raw = try RawValues(options.text("--raw"))
        let count = try options.number("--count", or: 100, in: 1...100_000)
        let scale = try Scale.Run(
            scandir: options.needed("--scandir"),
            count: count,
            hermesctl: options.needed("--hermesctl"),
            rounds: options.number("--rounds", or: 5, in: 1...100_000),
            raw: raw
        )
        try scale.all()
    }

    /// One size of it.
    struct Run {
        let scandir: String
        let count: Int
        let hermesctl: String
        let rounds: Int
        let raw: RawValues
        private let tree: ScanDirectory
        private let services: [ServiceDirectory]
        private let paths: [String]

        init(scandir: String, count: Int, hermesctl: String, rounds: Int, raw: RawValues) throws {
            (self.scandir, self.count, self.hermesctl, self.rounds, self.raw) = (scandir, count, hermesctl, rounds, raw)
            let tree = ScanDirectory(try S6Path(scandir))
            let names = (0..<count).map { "s\($0)" }
            services = try names.map { tree.service(try SlotName($0)) }
            paths = names.map { "\(scandir)/\($0)" }
            self.tree = tree
        }

        func all() throws {
            let soon = Deadline.after(.seconds(300))
            for name in 0..<count { try Service.make("s\(name)", in: scandir) }
            try tree.send([.scan])
            for service in services { try Until.so { (try? service.status().isUp) ?? false } }
            try contest(
                "status of all",
                [
                    ("S6Native, in process", { try Cost.of { for service in services { _ = try service.status() } } }),
                    (
                        "C, the minimum",
                        { try Cost.of { for path in paths { try check(floor_status(path) >= 0, "status") } } }
                    ),
                    ("hermesctl", { try Spawned([hermesctl, "status", "--scandir", scandir]).run() }),
                    ("s6's tools, from C", { try each { Spawned(["s6-svstat", "-o", "up,pid", $0]) } }),
                ]
            )
            try contest(
                "wait for all",
                [
                    (
                        "S6Native, in process",
                        {
                            try Cost.of { try ServiceDirectory.wait(for: .up, on: services, .all, before: soon) }
                        }
                    ),
                    ("s6's tools, from C", { try Spawned(["s6-svwait", "-u", "-t", "300000"] + paths).run() }),
                ]
            )
            try lifecycle(soon)
            try peaks()
            memory()
        }

        /// Stop and start, each contender finding them as the verb before has left them.
        private func lifecycle(_ soon: Deadline) throws {
            let results = { (results: [Result<ServiceStatus, S6Error>]) in
                for result in results { _ = try result.get() }
            }
            let pointers = paths.map { UnsafePointer<CChar>(strdup($0)) as UnsafePointer<CChar>? }
            let ways: [(String, stop: () throws -> Cost, start: () throws -> Cost)] = [
                (
                    "S6Native, in process",
                    { try Cost.of { try results(ServiceDirectory.stop(services, before: soon)) } },
                    { try Cost.of { try results(ServiceDirectory.start(services, until: .up, before: soon)) } }
                ),
                (
                    "C, the minimum",
                    { try Cost.of { try check(floor_ask_all(pointers, CInt(count), 0x64, 0x44) == 0, "stop") } },
                    { try Cost.of { try check(floor_ask_all(pointers, CInt(count), 0x75, 0x75) == 0, "start") } }
                ),
                (
                    "hermesctl",
                    { try Spawned([hermesctl, "stop", "--timeout", "300"] + paths).run() },
                    { try Spawned([hermesctl, "start", "--timeout", "300"] + paths).run() }
                ),
                (
                    "s6's tools, from C",
                    {
                        try each { Spawned(["s6-svc", "-d", $0]) }
                            + Spawned(["s6-svwait", "-D", "-t", "300000"] + paths).run()
                    },
                    {
                        try each { Spawned(["s6-svc", "-u", $0]) }
                            + Spawned(["s6-svwait", "-u", "-t", "300000"] + paths).run()
                    }
                ),
            ]
            let tally = Tally(count: count, raw: raw)
            var able = ways
            for round in 0...rounds {
                for way in inTurn(able, round) {
                    do {
                        let stop = try way.stop(), start = try way.start()
                        guard round > 0 else { continue }
                        tally.add("stop all", way.0, stop)
                        tally.add("start all", way.0, start)
                    } catch {
                        able.removeAll { $0.0 == way.0 }
                        leaveOut(way.0, "stop all and start all", error)
                        // As the next finds it: all up.
                        try results(ServiceDirectory.stop(services, before: soon))
                        try results(ServiceDirectory.start(services, until: .up, before: soon))
                    }
                }
            }
            tally.report()
        }

        private func each(_ program: (String) -> Spawned) throws -> Cost {
            var cost = Cost(wall: 0, processor: 0)
            let start = ContinuousClock.now
            for path in paths { cost = cost + (try program(path).run()) }
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            cost.wall = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
            return cost
        }

        private func contest(_ operation: String, _ ways: [(String, () throws -> Cost)]) throws {
            let tally = Tally(count: count, raw: raw)
            var able = ways
            for round in 0...(2 * rounds) {
                for way in inTurn(able, round) {
                    do {
                        let cost = try way.1()
                        if round > 0 { tally.add(operation, way.0, cost) }
                    } catch {
                        able.removeAll { $0.0 == way.0 }
                        leaveOut(way.0, operation, error)
                    }
                }
            }
            tally.report()
        }

        /// Another one first in each round.
        private func inTurn<Way>(_ ways: [Way], _ round: Int) -> [Way] {
            guard !ways.isEmpty else { return [] }
            let first = round % ways.count
            return Array(ways[first...] + ways[..<first])
        }

        /// Says who cannot do it to so many services.
        private func leaveOut(_ contender: String, _ operation: String, _ error: any Error) {
            complain("\(contender), \(operation) of \(count): \(error)")
            raw.write([
                "kind": "missing", "contender": .text("\(contender), \(operation) of \(count)"),
                "reason": .text("\(error)"),
            ])
        }

        /// The most memory of hermesctl.
        private func peaks() throws {
            for (operation, words) in [
                ("status of all", ["status", "--scandir", scandir]), ("stop all", ["stop"] + paths),
                ("start all", ["start"] + paths),
            ] {
                guard let peak = Spawned([hermesctl] + words).peak() else { continue }
                raw.write([
                    "kind": "peak", "operation": .text(operation), "contender": "hermesctl",
                    "n": .number(Int64(count)), "kib": .number(peak),
                ])
                print("\(count) services, \(operation): hermesctl has at most \(peak) KiB")
            }
        }

        /// What a slot costs for as long as it is there: its supervisor.
        private func memory() {
            let sizes = services.compactMap { service -> Int64? in
                guard case .supervised(let pid?) = try? service.supervised() else { return nil }
                return Memory.proportionalSize(of: pid)
            }
            guard !sizes.isEmpty else { return }
            let each = sizes.reduce(0, +) / Int64(sizes.count)
            raw.write([
                "kind": "slot", "contender": "s6-supervise", "n": .number(Int64(count)), "kib": .number(each),
            ])
            print("\(count) services: a slot's s6-supervise has \(each) KiB of its own")
        }
    }
}

/// What processes have.
enum Memory {
    /// Its memory in KiB, what is shared divided among those that share it; `nil` where that cannot be seen.
    static func proportionalSize(of pid: Int32) -> Int64? {
        guard let file = fopen("/proc/\(pid)/smaps_rollup", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, CInt(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
                separator: " "
            )
            if words.first == "Pss:", words.count > 1 { return Int64(words[1]) }
        }
        return nil
    }
}
