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
    /// What runs its programs, where it is any.
    let programs = Programs()
    /// The most memory that it has had, where it is a program that stays.
    var peak: (() throws -> Int64)?

    init(_ name: String) { self.name = name }

    /// Does an operation with a program, which has done it when it ends.
    mutating func program(_ operation: Operation, _ words: String...) {
        let program = Spawned(words), programs = programs
        ways[operation] = { try programs.run(program) }
    }

    /// Does an operation with a program that only asks, and then waits until it is so.
    mutating func program(_ operation: Operation, _ words: String..., until isSo: @escaping () throws -> Bool) {
        let program = Spawned(words), programs = programs
        ways[operation] = { try programs.run(program) + Cost.of { try Until.so(isSo) } }
    }

    /// Does an operation within this process.
    mutating func inProcess(_ operation: Operation, _ body: @escaping () throws -> Void) {
        ways[operation] = { try Cost.of(body) }
    }
}
