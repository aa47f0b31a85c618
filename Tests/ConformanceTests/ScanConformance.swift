import Foundation
import LiveTree
import Testing

@Suite(.enabled(if: LiveTree.isPossible, "s6 is not installed"), .timeLimit(.minutes(3)))
struct ScanConformance {
    /// What can be seen of a tree after some bytes.
    struct Effect: Equatable {
        /// A servicedir that has just come has a supervisor.
        var newIsSupervised = false
        /// One whose directory has gone has still its own.
        var goneIsSupervised = true
        /// The same of its logger, which does not end with its input.
        var goneLoggerIsSupervised = true
        /// The scanner runs.
        var scannerRuns = true
        /// One that has stayed has its supervisor.
        var keptIsSupervised = true
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let letters: String, effect: Effect
        var testDescription: String { letters }
    }

    static let cases = [
        Case(letters: "z", effect: Effect()),
        Case(letters: "a", effect: Effect(newIsSupervised: true)),
        Case(letters: "an", effect: Effect(newIsSupervised: true, goneIsSupervised: false)),
        Case(letters: "h", effect: Effect(newIsSupervised: true, goneIsSupervised: false)),
        Case(
            letters: "aN",
            effect: Effect(newIsSupervised: true, goneIsSupervised: false, goneLoggerIsSupervised: false)
        ),
        Case(letters: "b", effect: Effect(scannerRuns: false)),
        Case(
            letters: "q",
            effect: Effect(
                goneIsSupervised: false,
                goneLoggerIsSupervised: false,
                scannerRuns: false,
                keptIsSupervised: false
            )
        ),
    ]

    /// Brings a tree to where the bytes make a difference: one service kept, one hidden, one new.
    func prepare(_ tree: LiveTree) throws {
        try tree.add("kept", .steady)
        try tree.add("gone", Longrun.steady.logging("exec sleep 1000"))
        try FileManager.default.moveItem(atPath: tree.path + "/gone", toPath: tree.path + "/.gone")
        try Longrun.steady.write(to: tree.path + "/.new")
        try FileManager.default.moveItem(atPath: tree.path + "/.new", toPath: tree.path + "/new")
    }

    func effect(_ tree: LiveTree) throws -> Effect {
        func isSupervised(_ name: String) throws -> Bool {
            try Command.run("s6-svok", tree.path + "/" + name).code == 0
        }
        return Effect(
            newIsSupervised: try isSupervised("new"),
            goneIsSupervised: try isSupervised(".gone"),
            goneLoggerIsSupervised: try isSupervised(".gone/log"),
            scannerRuns: try Command.run("s6-svscanctl", tree.path).code == 0,
            keptIsSupervised: try isSupervised("kept")
        )
    }

    @Test(arguments: cases) func `the bytes have the same effect, sent by them or by us`(one: Case) throws {
        for speaker in [TheirTools(), OurOwn()] as [any Speaker] {
            try LiveTree.with { tree in
                try prepare(tree)
                expectEqual(try speaker.scan(one.letters, tree.path), .done)
                do {
                    try eventually("\(type(of: speaker)) \(one.letters)") { try effect(tree) == one.effect }
                } catch {
                    Issue.record("\(error): \(try effect(tree)), not \(one.effect)")
                }
            }
        }
    }

    @Test(arguments: ["t", "i"]) func `the tree ends`(letters: String) throws {
        for speaker in [TheirTools(), OurOwn()] as [any Speaker] {
            try LiveTree.with { tree in
                try tree.add("web", .steady)
                expectEqual(try speaker.scan(letters, tree.path), .done)
                try eventually("the scanner has ended") { try Command.run("s6-svscanctl", tree.path).code != 0 }
                #expect(try Command.run("s6-svok", tree.path + "/web").code != 0)
            }
        }
    }

    @Test func `nobody is there to hear it`() throws {
        try LiveTree.with { tree in
            tree.killScanner()
            for speaker in [TheirTools(), OurOwn()] as [any Speaker] {
                expectEqual(try speaker.scan("a", tree.path), .notSupervised)
            }
        }
    }
}
