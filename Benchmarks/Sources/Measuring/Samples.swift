import Histogram

/// What one contender took for one operation, in nanoseconds.
package struct Samples {
    private var histogram = Histogram<UInt64>(
        highestTrackableValue: 3_600_000_000_000,
        numberOfSignificantValueDigits: .three
    )
    package private(set) var count = 0
    /// All of it together.
    package private(set) var total: Int64 = 0

    package init() {}

    package mutating func add(_ value: Int64) {
        _ = histogram.record(UInt64(max(0, value)))
        count += 1
        total += value
    }

    package mutating func measure(_ body: () throws -> Void) rethrows { add(try Cost.of(body).wall) }

    package func percentile(_ percent: Double) -> Double {
        count == 0 ? .nan : Double(histogram.valueAtPercentile(percent))
    }

    package var median: Double { percentile(50) }
}
