import Measuring

/// One way to do the operations.
struct Contender {
    let name: String
    /// What it takes, by operation; those that it does not have are left out.
    var ways: [Operation: () throws -> Cost] = [:]
    /// Waits until what was only asked to go down is down; not measured.
    var settle: () throws -> Void = {}
    /// Makes ready for the next `add`; not measured.
    var prepare: () throws -> Void = {}
    /// The program that does an operation, where it is one: for its peak memory.
    var programs: [Operation: Spawned] = [:]
    /// The most memory that it has had, where it is a program that stays.
    var peak: (() throws -> Int64)?

    init(_ name: String) { self.name = name }

    /// Does an operation with a program, which has done it when it ends.
    mutating func program(_ operation: Operation, _ words: String...) {
        let program = Spawned(words)
        programs[operation] = program
        ways[operation] = { try program.run() }
    }

    /// Does an operation with a program that only asks, and then waits until it is so.
    mutating func program(_ operation: Operation, _ words: String..., until isSo: @escaping () throws -> Bool) {
        let program = Spawned(words)
        programs[operation] = program
        ways[operation] = { try program.run() + Cost.of { try Until.so(isSo) } }
    }

    /// Does an operation within this process.
    mutating func inProcess(_ operation: Operation, _ body: @escaping () throws -> Void) {
        ways[operation] = { try Cost.of(body) }
    }
}
