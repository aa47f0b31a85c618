/// Times of one contender, in nanoseconds.
struct Samples {
    private var values: [Int64] = []

    mutating func add(_ value: Int64) { values.append(value) }

    mutating func measure(_ body: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        try body()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        add(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    func percentile(_ percent: Int) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : Double(sorted[min(sorted.count - 1, sorted.count * percent / 100)])
    }

    var median: Double { percentile(50) }
}
