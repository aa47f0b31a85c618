import Measuring

/// Values of several operations and contenders on so many services.
final class Tally {
    private let count: Int
    private let raw: RawValues
    private var values: [Entry] = []

    /// What one contender took for one operation.
    private struct Entry {
        let operation: String
        let contender: String
        var wall = Samples()
        var processor = Samples()
        var services = Samples()
    }

    init(count: Int, raw: RawValues) { (self.count, self.raw) = (count, raw) }

    /// Adds a value, with what the services and their supervisors took of it, where that is known: nanoseconds from the
    /// moment of asking until the last of them was as it was asked to be, by the stamp in its status.
    func add(_ operation: String, _ contender: String, _ cost: Cost, services: Int64? = nil) {
        write(operation, contender, cost, services)
        let known = values.firstIndex { $0.operation == operation && $0.contender == contender }
        let index = known ?? values.count
        if known == nil { values.append(Entry(operation: operation, contender: contender)) }
        values[index].wall.add(cost.wall)
        values[index].processor.add(cost.processor)
        if let services { values[index].services.add(services) }
    }

    private func write(_ operation: String, _ contender: String, _ cost: Cost, _ services: Int64?) {
        raw.write([
            "kind": "value", "operation": .text(operation), "contender": .text(contender), "n": .number(Int64(count)),
            "wall_ns": .number(cost.wall), "cpu_ns": .number(cost.processor),
        ])
        guard let services else { return }
        raw.write([
            "kind": "value of services", "operation": .text(operation), "contender": .text(contender),
            "n": .number(Int64(count)), "services_ns": .number(services),
        ])
    }

    /// Says, and writes, what they come to.
    func report() {
        for value in values {
            Summary.write(value.operation, value.contender, count, value.wall, value.processor, to: raw)
            if value.services.count > 0 { writeServices(value) }
            let each = Times.text(value.wall.median / Double(count))
            print("\(count), \(value.operation): \(value.contender) \(Times.text(value.wall.median)), \(each) each")
        }
    }

    private func writeServices(_ value: Entry) {
        raw.write([
            "kind": "services", "operation": .text(value.operation), "contender": .text(value.contender),
            "n": .number(Int64(count)), "count": .number(Int64(value.services.count)),
            "p50": .number(Int64(value.services.median)),
        ])
    }
}
