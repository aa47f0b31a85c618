import Measuring

/// Contenders that take turns at many services, as those of a ``Contest`` at one.
struct ManyContest {
    let many: ManyServices
    let rounds: Int
    /// Whether what every contender does first is dropped, as what takes seconds need not be.
    let warmsUp: Bool
    let raw: RawValues

    /// Runs it.
    func run(_ contenders: [ManyContender]) throws {
        for unit in ManyOperation.units {
            for contender in contenders { sayWhatIsMissing(unit, contender) }
            try run(unit, contenders.filter { contender in unit.allSatisfy { contender.ways[$0] != nil } })
        }
    }

    private func run(_ unit: [ManyOperation], _ contenders: [ManyContender]) throws {
        let tally = Tally(count: many.count, raw: raw)
        var able = contenders
        for round in (warmsUp ? 0 : 1)...rounds {
            for contender in inTurn(able, round) {
                do {
                    try take(unit, contender, round > 0 ? tally : nil)
                } catch {
                    able.removeAll { $0.name == contender.name }
                    leaveOut(contender.name, unit.map(\.rawValue).joined(separator: " and "), "\(error)")
                    try many.restore()
                }
            }
        }
        tally.report()
    }

    /// Does a unit once.
    private func take(_ unit: [ManyOperation], _ contender: ManyContender, _ tally: Tally?) throws {
        for operation in unit {
            guard let way = contender.ways[operation] else { continue }
            let cost: Cost, services: Int64?
            if operation.changesServices && contender.isOfTree {
                (cost, services) = try many.change(by: way)
            } else {
                (cost, services) = (try way(), nil)
            }
            tally?.add(operation.rawValue, contender.name, cost, services: services)
        }
    }

    /// Another one first in each round.
    private func inTurn(_ contenders: [ManyContender], _ round: Int) -> [ManyContender] {
        guard !contenders.isEmpty else { return [] }
        let first = round % contenders.count
        return Array(contenders[first...] + contenders[..<first])
    }

    private func sayWhatIsMissing(_ unit: [ManyOperation], _ contender: ManyContender) {
        for operation in unit {
            guard let reason = contender.reasons[operation] else { continue }
            leaveOut(contender.name, operation.rawValue, reason)
        }
    }

    /// Says who cannot do it to so many services.
    private func leaveOut(_ contender: String, _ operation: String, _ reason: String) {
        complain("\(contender), \(operation) of \(many.count): \(reason)")
        raw.write([
            "kind": "missing", "contender": .text("\(contender), \(operation) of \(many.count)"),
            "reason": .text(reason),
        ])
    }
}
