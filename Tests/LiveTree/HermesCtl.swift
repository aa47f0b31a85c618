import Foundation

/// The command under test: the one beside this test program, or `HERMESCTL`.
package enum HermesCtl {
    package static let path: String = {
        if let named = ProcessInfo.processInfo.environment["HERMESCTL"] { return named }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: program).deletingLastPathComponent().path + "/hermesctl"
    }()

    /// Runs it to its end.
    @discardableResult
    package static func run(_ words: String..., environment: [String: String] = [:]) throws -> Command.Result {
        try Command.run([path] + words, environment: environment)
    }
}

extension LiveTree {
    /// Runs hermesctl on this tree.
    @discardableResult
    package func hermesctl(_ words: String...) throws -> Command.Result {
        try Command.run([HermesCtl.path] + words, environment: ["HERMES_SCANDIR": path])
    }

    /// Starts hermesctl on this tree, or a program that runs it, and returns at once.
    package func begin(_ words: [String]) throws -> Child {
        try Child(words, environment: ["HERMES_SCANDIR": path])
    }
}
