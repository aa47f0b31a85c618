import Foundation
import LiveTree
import Testing

@Suite(.enabled(if: LiveTree.isPossible, "s6 is not installed"), .timeLimit(.minutes(3)))
struct WaitConformance {
    /// The letters of s6-svwait that a state satisfies as it is.
    static func reached(_ state: ServiceState) -> Set<Character> {
        switch state {
        case .down, .failed, .notStarted: ["d", "D"]
        case .up, .paused: ["u"]
        case .ready: ["u", "U"]
        case .finishing: ["d"]
        case .crashing: ["d", "D", "u", "r"]  // in a second at the most
        case .supervisorGone, .neverSupervised: []
        }
    }

    /// Where ours deviates: s6-svwait believes the file that a supervisor has left, and waits for one that is not
    /// there; it makes the `event/` of a servicedir that was never supervised, and then finds no status.
    static func theirs(_ state: ServiceState, _ letter: Character) -> Outcome {
        switch state {
        case .supervisorGone: letter == "d" || letter == "D" ? .done : .timedOut
        case .neverSupervised: .refused
        default: reached(state).contains(letter) ? .done : .timedOut
        }
    }

    static func ours(_ state: ServiceState, _ letter: Character) -> Outcome {
        state.isSupervised ? theirs(state, letter) : .notSupervised
    }

    @Test(arguments: ServiceState.allCases) func `what is there is there, what is not times out`(
        state: ServiceState
    ) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            for letter in "uUdDrR" {
                for any in [false, true] {
                    let theirs = Self.theirs(state, letter), ours = Self.ours(state, letter)
                    let limit = Self.limit(of: state, for: theirs)
                    let they = try TheirTools().wait(letter, [path], any: any, milliseconds: limit)
                    #expect(they == theirs, "s6-svwait -\(letter)")
                    let we = try OurOwn().wait(letter, [path], any: any, milliseconds: limit)
                    #expect(we == ours, "ours -\(letter)")
                }
            }
        }
    }

    /// What times out has a short time, but a whole turn of a crash loop; what comes has all the time it needs.
    private static func limit(of state: ServiceState, for outcome: Outcome) -> Int {
        outcome == .timedOut ? state == .crashing ? 1200 : 150 : 20_000
    }

    @Test(arguments: ServiceState.allCases.filter(\.isSupervised))
    func `without a time limit, too, what is there is not waited for`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            for letter in Self.reached(state) {
                for speaker in [TheirTools(), OurOwn()] as [any Speaker] {
                    expectEqual(try speaker.wait(letter, [path], any: false, milliseconds: 0), .done)
                }
            }
        }
    }

    @Test(arguments: [TheirTools(), OurOwn()] as [any Speaker])
    func `all and any are told apart`(speaker: any Speaker) throws {
        try LiveTree.with { tree in
            let up = try tree.add("up", .steady), down = try ServiceState.down.make("down", in: tree)
            expectEqual(try speaker.wait("u", [up, down], any: false, milliseconds: 150), .timedOut)
            expectEqual(try speaker.wait("u", [up, down], any: true, milliseconds: 20_000), .done)
            expectEqual(try speaker.wait("d", [up, down], any: true, milliseconds: 0), .done)
            expectEqual(try speaker.wait("D", [up, down], any: false, milliseconds: 150), .timedOut)
            expectEqual(try speaker.wait("U", [up, down], any: true, milliseconds: 150), .timedOut)
        }
    }

    /// What is asked of a service in a state, while somebody waits for the letter.
    struct Transition: Sendable, CustomTestStringConvertible {
        let from: ServiceState, asked: String, letter: Character, outcome: Outcome
        var testDescription: String { "\(from) -\(asked) while waiting for \(letter)" }
    }

    static let transitions = [
        Transition(from: .down, asked: "u", letter: "u", outcome: .done),
        Transition(from: .notStarted, asked: "u", letter: "u", outcome: .done),
        Transition(from: .up, asked: "d", letter: "d", outcome: .done),
        Transition(from: .up, asked: "d", letter: "D", outcome: .done),
        Transition(from: .up, asked: "k", letter: "r", outcome: .done),
        Transition(from: .ready, asked: "t", letter: "R", outcome: .done),
        Transition(from: .ready, asked: "t", letter: "D", outcome: .done),
        Transition(from: .paused, asked: "d", letter: "D", outcome: .done),
        Transition(from: .failed, asked: "u", letter: "U", outcome: .failedPermanently),
        Transition(from: .up, asked: "xd", letter: "U", outcome: .notSupervised),
        Transition(from: .down, asked: "x", letter: "u", outcome: .notSupervised),
    ]

    @Test(arguments: transitions) func `what comes ends the wait, and what cannot come`(transition: Transition) throws {
        try LiveTree.with { tree in
            for (name, speaker) in [("theirs", TheirTools()), ("ours", OurOwn())] as [(String, any Speaker)] {
                let path = try transition.from.make(name, in: tree)
                try eventually("what brought it there listens no more") { try tree.subscribers(path).isEmpty }
                let waiting = Later { try speaker.wait(transition.letter, [path], any: false, milliseconds: 20_000) }
                try eventually("\(name) is subscribed") {
                    // One that ends too soon tells what it saw, below.
                    try waiting.isOver || tree.subscribers(path).contains { $0.hasPrefix("ftrig1:@") }
                }
                #expect(!waiting.isOver, "\(name)")
                usleep(100_000)  // nothing shows that it has looked who its supervisor is
                try Command.run("s6-svc", "-\(transition.asked)", path)
                let outcome = try waiting.value()
                // An s6-svwait before 2.14 counts a dead supervisor with the permanent failures.
                let isCountedAsFailure = transition.outcome == .notSupervised && speaker is TheirTools
                #expect(outcome == (isCountedAsFailure ? .failedPermanently : transition.outcome), "\(name)")
            }
        }
    }
}
