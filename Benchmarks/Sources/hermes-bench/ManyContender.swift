import Measuring

/// One way to do something to many services.
struct ManyContender {
    let name: String
    /// What it takes, by operation.
    var ways: [ManyOperation: () throws -> Cost] = [:]
    /// Why it does not have the others.
    var reasons: [ManyOperation: String] = [:]
    /// Whether it controls the services of the tree that is measured, and not some of a supervisor of its own.
    let isOfTree: Bool

    init(_ name: String, isOfTree: Bool = true) { (self.name, self.isOfTree) = (name, isOfTree) }

    /// Does an operation within this process.
    mutating func inProcess(_ operation: ManyOperation, _ body: @escaping () throws -> Void) {
        ways[operation] = { try Cost.of(body) }
    }

    /// Does an operation with a program, which has done it to all when it ends.
    mutating func program(_ operation: ManyOperation, _ words: [String]) {
        let program = Spawned(words)
        ways[operation] = { try program.run() }
    }
}
