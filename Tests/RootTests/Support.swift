import Foundation
import LiveTree
import S6Native
import Testing

extension Trait where Self == ConditionTrait {
    /// Root sets up what an ordinary user is then put in front of.
    static var asRoot: Self { .enabled(if: LiveTree.isPossible && geteuid() == 0, "only root can prepare this") }
}

/// The user in front of it: hermes, with no privilege, and where told with a group.
enum Hermes {
    static let id = 10000
    static let group = 20000

    /// Runs a command as hermes.
    @discardableResult
    static func run(
        _ words: [String],
        inGroup: Bool = false,
        environment: [String: String] = [:]
    ) throws -> Command.Result {
        let groups = inGroup ? ["--groups", "\(group)"] : ["--clear-groups"]
        return try Command.run(
            ["setpriv", "--reuid", "\(id)", "--regid", "\(id)"] + groups + words,
            environment: environment
        )
    }

    /// Runs hermesctl as hermes, on a tree.
    static func ctl(_ tree: LiveTree, _ words: String..., inGroup: Bool = false) throws -> Command.Result {
        try run([HermesCtl.path] + words, inGroup: inGroup, environment: ["HERMES_SCANDIR": tree.path])
    }

    /// Starts a Perl program as hermes that does something again and again.
    static func begin(_ program: String, _ arguments: [String]) throws -> Child {
        try Child(
            ["setpriv", "--reuid", "\(id)", "--regid", "\(id)", "--clear-groups", "perl", "-e", program] + arguments
        )
    }
}

extension LiveTree {
    /// Gives a servicedir to hermes, with all that is in it.
    func giveToHermes(_ path: String) throws {
        #expect(try Command.run("chown", "-R", "\(Hermes.id):\(Hermes.id)", path).code == 0)
    }
}
