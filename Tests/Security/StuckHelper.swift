import Foundation
import LiveTree

/// A helper that has done all but tell what went wrong: its FIFO is full, and so is the pipe it would tell it to.
///
/// The kernel ends it after three seconds.
struct StuckHelper {
    let child: Child

    init(in world: World, _ probe: Probe) throws {
        probe.fill()
        let words = [World.stage + "/adversary", "fullpipe=2", "--", World.helper, "web", "up"]
        child = try Child(world.entering(as: .hermes, words))
        try eventually("it is stuck") { [child] in
            try Command.run("sh", "-c", "grep -q '^Seccomp:.2' /proc/\(child.pid)/status").code == 0
        }
    }

    /// A line of its status, without the name.
    func status(_ name: String) throws -> String {
        let text = try Contents.text("/proc/\(child.pid)/status")
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
        return line.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
