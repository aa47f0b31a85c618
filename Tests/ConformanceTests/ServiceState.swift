import Foundation
import LiveTree

/// A state that a service can be in, and how it gets there by s6's own tools.
enum ServiceState: String, CaseIterable, Sendable {
    case down, up, ready, paused, finishing, crashing, failed, notStarted, supervisorGone, neverSupervised

    /// What s6-svstat says of it, in this order, with every release of s6 but where told.
    static let fields = "up,wantedup,normallyup,ready,paused,exitcode,signal,signum"

    var expected: String {
        switch self {
        case .down: "false false true false false -1 SIGTERM 15"
        case .up: "true true true false false -1 NA -1"
        case .ready: "true true true true false -1 NA -1"
        case .paused: "true true true false true -1 NA -1"
        case .finishing: "false true true false false -1 SIGKILL 9"
        case .crashing: "false true true false false 3 NA -1"
        case .failed: "false false true false false 1 NA -1"
        // Up to 2.13.1 it looks as if it had exited 0; from 2.13.2 on there is a mark.
        case .notStarted:
            SixRelease.current >= SixRelease(2, 13, 2)
                ? "false false false false false -1 NA -1" : "false false false false false 0 NA -1"
        case .supervisorGone, .neverSupervised: ""
        }
    }

    var isSupervised: Bool { self != .supervisorGone && self != .neverSupervised }

    /// Brings a service of a tree into the state, and returns its servicedir.
    func make(_ name: String, in tree: LiveTree) throws -> String {
        switch self {
        case .down:
            let path = try tree.add(name, .steady)
            try Command.run("s6-svc", "-wD", "-d", path)
            return path
        case .up:
            return try tree.add(name, .steady)
        case .ready:
            let path = try tree.add(name, .ready)
            try Command.run("s6-svwait", "-U", path)
            return path
        case .paused:
            let path = try tree.add(name, .steady)
            try Command.run("s6-svc", "-p", path)
            try eventually("it is paused") { try tree.field("paused", path) == "true" }
            return path
        case .finishing:
            let path = try tree.add(name, Longrun.steady.finishing("exec sleep 1000"))
            try Command.run("s6-svc", "-wd", "-k", path)
            return path
        case .crashing:
            return try tree.add(name, Longrun(run: "exit 3"))
        case .failed:
            let path = try tree.add(name, Longrun(run: "exit 1").down().finishing("exit 125"))
            try FileManager.default.removeItem(atPath: path + "/down")
            try Command.run("s6-svc", "-u", path)
            try eventually("it has failed") { try tree.field("exitcode,wantedup", path) == "1 false" }
            try tree.settle(path, with: "O")
            return path
        case .notStarted:
            return try tree.add(name, .steadyDown)
        case .supervisorGone:
            // Not under the scanner, which would start another.
            let path = tree.base + "/" + name
            try Longrun.steady.write(to: path)
            let supervisor = try Child(["s6-supervise", path])
            // Before it is up, s6-svc would take it for down, and ask nothing.
            try eventually("it is up") { try tree.field("up", path) == "true" }
            try Command.run("s6-svc", "-wD", "-xd", path)
            supervisor.wait()
            return path
        case .neverSupervised:
            let path = tree.base + "/" + name
            try Longrun.steady.write(to: path)
            return path
        }
    }
}
