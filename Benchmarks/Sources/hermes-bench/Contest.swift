import Measuring

/// Contenders that take turns in one run, so that what slows the machine slows all.
struct Contest {
    let contenders: [Contender]
    let rounds: Int
    /// After so many nanoseconds a contender is done with a unit of a round, once it has had a few turns.
    let allowance: Int64
    let raw: RawValues
    private(set) var samples: [Key: Samples] = [:]
    private(set) var processor: [Key: Samples] = [:]
    private var spent: [Turn: Int64] = [:]

    /// What is measured of whom.
    struct Key: Hashable {
        let operation: Operation
        let contender: String
    }

    private struct Turn: Hashable {
        let unit: [Operation]
        let contender: String
    }

    static let fewestTurns = 4

    init(_ contenders: [Contender], rounds: Int, allowance: Int64, raw: RawValues) {
        (self.contenders, self.rounds, self.allowance, self.raw) = (contenders, rounds, allowance, raw)
    }

    /// Runs it; what every contender does first is warm-up, and dropped.
    ///
    /// `goesOn` is asked before each turn.
    mutating func run(while goesOn: () -> Bool = { true }) throws {
        for round in 0...rounds {
            for unit in Operation.units {
                for place in contenders.indices {
                    guard goesOn() else { return }
                    // Each is first once: what the one before has left in the caches helps or hurts all alike.
                    try take(unit, contenders[(place + round) % contenders.count], round)
                }
            }
        }
    }

    private mutating func take(_ unit: [Operation], _ contender: Contender, _ round: Int) throws {
        let turn = Turn(unit: unit, contender: contender.name)
        guard round < Self.fewestTurns || spent[turn, default: 0] < allowance else { return }
        for operation in operations(of: unit, contender) {
            guard let way = contender.ways[operation] else { continue }
            let cost: Cost
            do { cost = try way() } catch { throw Failure("\(contender.name), \(operation): \(error)") }
            if operation == .ask { try contender.settle() }
            spent[turn, default: 0] += cost.wall
            if round > 0 { note(cost, operation, contender.name, round) }
        }
    }

    /// What a contender does of a unit: who cannot only ask is up already.
    private func operations(of unit: [Operation], _ contender: Contender) -> [Operation] {
        unit.first == .ask && contender.ways[.ask] == nil ? [.stop, .again, .start] : unit
    }

    private mutating func note(_ cost: Cost, _ operation: Operation, _ contender: String, _ round: Int) {
        let key = Key(operation: operation, contender: contender)
        samples[key, default: Samples()].add(cost.wall)
        processor[key, default: Samples()].add(cost.processor)
        raw.write([
            "kind": "value", "operation": .text(operation.rawValue), "contender": .text(contender), "n": 1,
            "round": .number(Int64(round)), "wall_ns": .number(cost.wall), "cpu_ns": .number(cost.processor),
        ])
    }

    /// Looks, once, at the most memory that each has: what stays says it of itself, programs are looked at one by one.
    func writePeaks() throws {
        for contender in contenders {
            if let peak = try contender.peak?() {
                write(peak, "all", contender.name)
            } else {
                for operation in Operation.units.flatMap({ operations(of: $0, contender) }) {
                    try lookAtMemory(operation, contender)
                }
            }
        }
    }

    private func lookAtMemory(_ operation: Operation, _ contender: Contender) throws {
        guard let way = contender.ways[operation] else { return }
        let peak = try contender.programs.peak { _ = try way() }
        if operation == .ask { try contender.settle() }
        if let peak { write(peak, operation.rawValue, contender.name) }
    }

    private func write(_ peak: Int64, _ operation: String, _ contender: String) {
        raw.write([
            "kind": "peak", "operation": .text(operation), "contender": .text(contender), "kib": .number(peak),
        ])
    }

    /// Writes what the values come to.
    func writeSummaries() {
        for contender in contenders {
            for operation in Operation.allCases {
                let key = Key(operation: operation, contender: contender.name)
                guard let samples = samples[key], let processor = processor[key] else { continue }
                Summary.write(operation.rawValue, contender.name, 1, samples, processor, to: raw)
            }
        }
    }
}
