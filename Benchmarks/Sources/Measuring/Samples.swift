import Histogram

/// What one contender took for one operation, in nanoseconds.
public struct Samples {
    private var histogram = Histogram<UInt64>(
        highestTrackableValue: 3_600_000_000_000,
        numberOfSignificantValueDigits: .three
    )
    public private(set) var count = 0
    /// All of it together.
    public private(set) var total: Int64 = 0

    public init() {}

    public mutating func add(_ value: Int64) {
        _ = histogram.record(UInt64(max(0, value)))
        count += 1
        total += value
    }

    public mutating func measure(_ body: () throws -> Void) rethrows { add(try Cost.of(body).wall) }

    public func percentile(_ percent: Double) -> Double {
        count == 0 ? .nan : Double(histogram.valueAtPercentile(percent))
    }

    public var median: Double { percentile(50) }
}
