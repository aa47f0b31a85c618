import CFloor

/// What an operation took, in nanoseconds: wall time, and the processor's time of whoever asked for it.
package struct Cost: Equatable, Sendable {
    package var wall: Int64
    package var processor: Int64

    package init(wall: Int64, processor: Int64) { (self.wall, self.processor) = (wall, processor) }

    /// What this process takes for it.
    package static func of(_ body: () throws -> Void) rethrows -> Cost {
        let processor = floor_cpu_time(), start = ContinuousClock.now
        try body()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Cost(
            wall: seconds * 1_000_000_000 + attoseconds / 1_000_000_000,
            processor: floor_cpu_time() - processor
        )
    }

    package static func + (left: Cost, right: Cost) -> Cost {
        Cost(wall: left.wall + right.wall, processor: left.processor + right.processor)
    }
}
