import Foundation
import LiveTree
import S6Native
import Testing

@Suite(.enabled(if: LiveTree.isPossible, "s6 is not installed"), .timeLimit(.minutes(3)))
struct ControlConformance {
    /// What can be seen of a service after a byte.
    struct Effect: Equatable, CustomStringConvertible {
        /// The signals that `./run` has noted.
        var signals = ""
        var up: Bool
        var wanted: Bool
        var paused = false
        /// There is a file `./down`.
        var downFile = false
        /// The process is the one that was there before.
        var sameProcess = true
        /// So is the supervisor.
        var sameSupervisor = true

        var description: String {
            "[\(signals)] up \(up) wanted \(wanted) paused \(paused) down file \(downFile) same process \(sameProcess) "
                + "same supervisor \(sameSupervisor)"
        }
    }

    enum Start: String, CaseIterable { case up, down, finishing }

    /// Notes every signal that can be noted, and goes on.
    static let noting = Longrun(
        run: "for s in ALRM ABRT QUIT HUP TERM INT USR1 USR2 WINCH CONT; do trap \"printf $s, >> got\" $s; done; "
            + "touch noting; sleep 1000 & while :; do wait; done"
    )

    static func longrun(_ start: Start) -> Longrun {
        start == .finishing
            ? Longrun.steady.finishing("exec sleep 1000")
            : noting.with("down-signal", "USR1\n").with("reload-signal", "USR2\n")
    }

    static func make(_ start: Start, _ name: String, in tree: LiveTree) throws -> String {
        let path = try tree.add(name, longrun(start))
        switch start {
        case .up: try eventually("the traps are set") { FileManager.default.fileExists(atPath: path + "/noting") }
        case .down: try Command.run("s6-svc", "-wD", "-kO", path)
        case .finishing: try Command.run("s6-svc", "-wd", "-k", path)
        }
        try? FileManager.default.removeItem(atPath: path + "/got")
        return path
    }

    /// What s6's documentation says a byte does, by state, in this release.
    static func expected(_ byte: Character, _ start: Start) -> Effect {
        var effect = Effect(up: start == .up, wanted: start != .down)
        let release = SixRelease.current
        if "PCK".contains(byte) && release < SixRelease(2, 13) { return effect }
        if byte == "l" && release < SixRelease(2, 15, 1) { return effect }
        if byte == "Q" && (release < SixRelease(2, 11, 3) || release >= SixRelease(2, 15, 1)) { return effect }
        let signals: [Character: String] = [
            "a": "ALRM", "b": "ABRT", "q": "QUIT", "h": "HUP", "t": "TERM", "i": "INT", "1": "USR1", "2": "USR2",
            "y": "WINCH", "c": "CONT", "r": "USR1", "l": "USR2", "C": "CONT",
        ]
        if start == .up, let signal = signals[byte] { effect.signals = signal + "," }
        switch byte {
        case "p", "P": effect.paused = start == .up
        case "k", "K": effect.sameProcess = start != .up
        case "o": (effect.wanted, effect.up) = (false, start != .finishing)
        case "d", "D":
            effect.wanted = false
            if start == .up { effect.signals = "CONT,USR1," }
        case "O", "Q": effect.wanted = false
        case "u", "U": (effect.wanted, effect.up) = (true, start != .finishing)
        // Down, it exits at once, and the scanner starts another, which starts the service: there is no file down.
        case "x": if start == .down { effect = Effect(up: true, wanted: true, sameSupervisor: false) }
        default: break
        }
        if "DQ".contains(byte) { effect.downFile = true }
        if start == .down && effect.up { effect.sameProcess = false }
        return effect
    }

    struct Before { let pid: Int32, supervisor: Supervision }

    static func before(_ path: String) throws -> Before {
        let service = ServiceDirectory(try S6Path(path))
        return Before(pid: try service.status().pid ?? -1, supervisor: try service.supervised())
    }

    static func effect(_ path: String, since before: Before) throws -> Effect {
        let service = ServiceDirectory(try S6Path(path))
        let status = try service.status()
        // Of two that wait a shell takes either first.
        let got = ((try? Contents.text(path + "/got")) ?? "").split(separator: ",").sorted()
        return Effect(
            signals: got.map { $0 + "," }.joined(),
            up: status.isUp,
            wanted: status.wantsUp,
            paused: status.isPaused,
            downFile: FileManager.default.fileExists(atPath: path + "/down"),
            sameProcess: status.pid ?? -1 == before.pid,
            sameSupervisor: try service.supervised() == before.supervisor
        )
    }

    @Test(arguments: "abqhkti12pcyrlPCKoduDUxOQ".map { $0 })
    func `each byte has its effect in each state, sent by them or by us`(byte: Character) throws {
        try LiveTree.with { tree in
            for start in Start.allCases {
                for (name, speaker) in [("theirs", TheirTools()), ("ours", OurOwn())] as [(String, any Speaker)] {
                    // s6-svc takes only the letters that its own release knows.
                    let isKnown =
                        Self.expected(byte, .up) != Self.expected("z", .up) || "x".contains(byte) || "u".contains(byte)
                        || "U".contains(byte)
                    if speaker is TheirTools && !isKnown { continue }
                    let path = try Self.make(start, "\(name)-\(start)", in: tree)
                    // From 2.12 on the scanner may forget one that ends in its first second: protocol.md §9.
                    if byte == "x" { usleep(1_100_000) }
                    let before = try Self.before(path)
                    expectEqual(try speaker.control(String(byte), path), .done)
                    let expected = Self.expected(byte, start)
                    do {
                        try eventually("\(name): \(byte) while \(start): \(expected)") {
                            (try? Self.effect(path, since: before)) == expected
                        }
                    } catch {
                        Issue.record("\(error), but \(try Self.effect(path, since: before))")
                    }
                    try Command.run("s6-svc", "-xdk", path)
                }
            }
        }
    }

    @Test(arguments: [ServiceState.supervisorGone, .neverSupervised])
    func `nobody is there to hear it`(state: ServiceState) throws {
        try LiveTree.with { tree in
            let path = try state.make("web", in: tree)
            for speaker in [TheirTools(), OurOwn()] as [any Speaker] {
                expectEqual(try speaker.control("u", path), .notSupervised)
            }
        }
    }

    @Test func `several bytes go in order`() throws {
        try LiveTree.with { tree in
            for (name, speaker) in [("theirs", TheirTools()), ("ours", OurOwn())] as [(String, any Speaker)] {
                let path = try Self.make(.up, name, in: tree)
                let before = try Self.before(path)
                expectEqual(try speaker.control("h12a", path), .done)
                let expected = Effect(signals: "HUP,USR1,USR2,ALRM,", up: true, wanted: true)
                // The shell runs traps of signals that come together in the order of their numbers.
                try eventually(name) {
                    let effect = try Self.effect(path, since: before)
                    return Set(effect.signals.split(separator: ",")) == Set(expected.signals.split(separator: ","))
                }
            }
        }
    }
}
