import Glibc
import Measuring
import S6Native

/// One command for many gateways, and the same one after the other as the runtime does it today.
enum Gateways {
    static let options: Set = ["--scandir", "--count", "--hermesctl", "--upstream", "--rounds", "--raw", "--boot"]

    static func run(_ options: Options) throws {
        let raw = try RawValues(options.text("--raw")), hermesctl = try options.needed("--hermesctl")
        let count = try options.number("--count", or: 10, in: 1...100_000)
        let rounds = try options.number("--rounds", or: 3, in: 1...1000)
        let tally = Tally(count: count, raw: raw)
        if options.text("--boot") != nil {
            tally.add("reconcile at boot", "hermesctl", try Spawned([hermesctl, "reconcile", "--boot"]).run())
            tally.add("reconcile once more", "hermesctl", try Spawned([hermesctl, "reconcile", "--boot"]).run())
            return tally.report()
        }
        _ = try Spawned([hermesctl, "reconcile"]).run()
        let today = try options.text("--upstream").map { try Upstream(["python3", $0]) }
        let profiles = (0..<count).map { "p\($0)" }
        for _ in 0..<rounds {
            try lifecycle(tally, hermesctl, today, profiles)
            tally.add("status of all gateways", "hermesctl", try Spawned([hermesctl, "gateway", "status"]).run())
            if let today {
                tally.add("status of all gateways", "today, from Python", try today.measure("status", profiles))
            }
            tally.add("reconcile, nothing to do", "hermesctl", try Spawned([hermesctl, "reconcile"]).run())
        }
        tally.report()
        today?.end()
        try writeSlot(count, options.needed("--scandir"), raw)
    }

    /// What a gateway's slot costs for as long as it is there, without the gateway itself: two supervisors and a logger.
    private static func writeSlot(_ count: Int, _ scandir: String, _ raw: RawValues) throws {
        let tree = ScanDirectory(try S6Path(scandir))
        let sizes = try (0..<count).compactMap { index -> Int64? in
            let service = tree.service(try SlotName("gateway-p\(index)"))
            let log = ServiceDirectory(try S6Path("\(service.path)/log"))
            guard let logger = try log.status().pid, let ofLogger = Memory.proportionalSize(of: logger),
                let supervisor = Memory.ofSupervisor(of: service), let ofLog = Memory.ofSupervisor(of: log)
            else { return nil }
            return supervisor + ofLog + ofLogger
        }
        guard let each = Memory.mean(sizes) else { return }
        raw.write([
            "kind": "slot", "contender": "gateway", "n": .number(Int64(count)), "kib": .number(each),
        ])
        print("\(count) gateways: a slot's two s6-supervise and its s6-log have \(each) KiB of their own")
    }

    /// Start, restart and stop of all, by ours and by today's in turn; each leaves them down.
    private static func lifecycle(
        _ tally: Tally,
        _ hermesctl: String,
        _ today: Upstream?,
        _ profiles: [String]
    ) throws {
        for verb in ["start", "restart", "stop"] {
            let cost = try Spawned([hermesctl, "gateway", verb, "--all", "--timeout", "300"]).run()
            tally.add("\(verb) all gateways", "hermesctl", cost)
        }
        guard let today else { return }
        for verb in ["start", "restart", "stop"] {
            tally.add("\(verb) all gateways", "today, from Python", try today.measure(verb, profiles))
        }
    }
}
