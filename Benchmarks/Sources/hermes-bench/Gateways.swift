import Glibc
import Measuring

/// One command for many gateways, and the same one after the other as the runtime does it today.
enum Gateways {
    static let options: Set = ["--count", "--hermesctl", "--upstream", "--rounds", "--raw", "--boot"]

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

/// Values of several operations and contenders on so many services.
final class Tally {
    private let count: Int
    private let raw: RawValues
    private var values: [(operation: String, contender: String, wall: Samples, processor: Samples)] = []

    init(count: Int, raw: RawValues) { (self.count, self.raw) = (count, raw) }

    func add(_ operation: String, _ contender: String, _ cost: Cost) {
        raw.write([
            "kind": "value", "operation": .text(operation), "contender": .text(contender), "n": .number(Int64(count)),
            "wall_ns": .number(cost.wall), "cpu_ns": .number(cost.processor),
        ])
        let index = values.firstIndex { $0.operation == operation && $0.contender == contender } ?? values.count
        if index == values.count { values.append((operation, contender, Samples(), Samples())) }
        values[index].wall.add(cost.wall)
        values[index].processor.add(cost.processor)
    }

    /// Says, and writes, what they come to.
    func report() {
        for value in values {
            Summary.write(value.operation, value.contender, count, value.wall, value.processor, to: raw)
            let each = Times.text(value.wall.median / Double(count))
            print("\(count), \(value.operation): \(value.contender) \(Times.text(value.wall.median)), \(each) each")
        }
    }
}
