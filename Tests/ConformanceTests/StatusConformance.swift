import LiveTree
import Testing

@Suite(.enabled(if: LiveTree.isPossible, "s6 is not installed"), .timeLimit(.minutes(3)))
struct StatusConformance {
    static let speakers: [any Speaker] = [TheirTools(), OurOwn()]

    /// Asks until what was asked about did not change meanwhile: a crashing service is up for a moment.
    func whileUnchanged<Value: Equatable>(_ stamp: () throws -> String, _ ask: () throws -> Value) throws -> Value {
        while true {
            let before = try stamp(), answer = try ask()
            if try stamp() == before { return answer }
        }
    }

    @Test(arguments: ServiceState.allCases) func `the state is told in the same words`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            for speaker in Self.speakers {
                try eventually("\(type(of: speaker)) says so of \(state)") {
                    let (outcome, text) = try speaker.fields(ServiceState.fields, path)
                    return outcome == (state.isSupervised ? .done : .notSupervised)
                        && text == (state.isSupervised ? state.expected + "\n" : "")
                }
            }
        }
    }

    @Test(arguments: ServiceState.allCases.filter(\.isSupervised))
    func `every field has the same value, alone and with the others`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            let stamp = { try tree.field("updownsince,readysince,pid,wantedup,paused", path) }
            let theirs = TheirTools(), ours = OurOwn()
            let fields =
                ServiceState.fields.split(separator: ",").map(String.init)
                + ["pid", "updownsince", "readysince", "updownfor", "readyfor"]
            let all = fields.joined(separator: ","), reversed = fields.reversed().joined(separator: ",")
            for field in fields + [all, reversed] {
                // Seconds pass between two askings: then both are asked again.
                var answers: [String] = []
                for _ in 0..<20 where answers.count < 2 || answers[0] != answers[1] {
                    answers = try whileUnchanged(stamp) {
                        [try theirs.fields(field, path).1, try ours.fields(field, path).1]
                    }
                }
                #expect(answers[0] == answers[1], "\(field)")
                #expect(!answers[1].isEmpty)
            }
        }
    }

    @Test(arguments: ServiceState.allCases.filter(\.isSupervised))
    func `the process group is told with every release, as s6 2.14 and later tell it`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            let stamp = { try tree.field("updownsince,pid", path) }
            let (group, pid) = try whileUnchanged(stamp) {
                [try OurOwn().fields("pgid", path).1, try tree.field("pid", path) + "\n"]
            }.pair
            #expect(group == pid)
            guard SixRelease.current >= SixRelease(2, 13), state != .finishing else { return }  // 2.13: finish's
            #expect(try tree.field("pgid", path) + "\n" == group)
        }
    }

    @Test(arguments: ServiceState.allCases) func `a supervisor is told from none`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            for speaker in Self.speakers { expectEqual(try speaker.isSupervised(path), state.isSupervised) }
        }
    }
}

extension Array {
    /// An array of two.
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
