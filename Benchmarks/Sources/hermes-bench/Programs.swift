import Measuring

/// What runs the programs of a contender: to measure how long they take or, in a round of its own, how much memory.
///
/// A program whose memory is looked at is stopped over and over, so that its time says nothing; an operation does the
/// same either way, and leaves its service as the next one expects it.
final class Programs {
    private var looksAtMemory = false
    private var most: Int64?

    /// Runs a program to its end.
    func run(_ program: Spawned) throws -> Cost {
        guard looksAtMemory, let peak = program.peak() else { return try program.run() }
        most = max(most ?? 0, peak)
        return Cost(wall: 0, processor: 0)
    }

    /// The most memory, in KiB, that any program has which a body runs; `nil` if it runs none.
    func peak(of body: () throws -> Void) rethrows -> Int64? {
        (looksAtMemory, most) = (true, nil)
        defer { looksAtMemory = false }
        try body()
        return most
    }
}
