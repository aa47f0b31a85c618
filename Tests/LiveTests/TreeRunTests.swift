import Foundation
import LiveServices
import LiveTree
import Testing

@Suite(.live, .bounded) struct TreeRunTests {
    /// A scandir with services, and hermesctl running over it.
    func withTree(_ count: Int, _ body: (String, Child) throws -> Void) throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        let scan = base + "/scan"
        defer {
            for pid in LiveTree.processes(under: base) { kill(pid, SIGKILL) }
            try? FileManager.default.removeItem(atPath: base)
        }
        for number in 0..<count { try Longrun.steady.write(to: scan + "/web\(number)") }
        try FileManager.default.createDirectory(atPath: scan, withIntermediateDirectories: true)
        let child = try Child([HermesCtl.path, "tree", "run", "--max", "\(max(4, count))", scan])
        try eventually("all are up") {
            try (0..<count).allSatisfy {
                try Command.run("s6-svstat", "-o", "up", "\(scan)/web\($0)").output == "true\n"
            }
        }
        try body(scan, child)
        guard child.isRunning else { return }
        child.signal(SIGTERM)
        #expect(child.wait() == 0)
    }

    /// How many supervisors there are of each service: processes that are called s6-supervise, by directory.
    func supervisors(_ scan: String) throws -> [String: Int] {
        var found: [String: Int] = [:]
        for pid in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(pid) != nil {
            guard let name = try? Contents.text("/proc/\(pid)/comm"),
                name == "s6-supervise\n",
                let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"),
                directory.hasPrefix(scan)
            else { continue }
            found[directory, default: 0] += 1
        }
        return found
    }

    @Test func `a tree is run, and told when it is ready`() throws {
        let script =
            "rm -rf \"$1\"; mkdir -p \"$1\"; exec 4>\"$1.ready\"; \"$0\" tree run --ready-fd 4 \"$1\" 4>&4 & "
            + "while [ ! -s \"$1.ready\" ]; do sleep 0.01; done; s6-svscanctl -t \"$1\"; wait; od -An -tx1 \"$1.ready\"; "
            + "rm -rf \"$1\" \"$1.ready\""
        let scan = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        #expect(try Command.run("sh", "-c", script, HermesCtl.path, scan).output == " 0a\n")
    }

    @Test func `a killed s6-svscan over twenty services is taken over: one supervisor each`() throws {
        try withTree(20) { scan, old in
            old.signal(SIGKILL)
            old.wait()
            #expect(try supervisors(scan).count == 20)
            let new = try Child([HermesCtl.path, "tree", "run", "--max", "20", scan])
            defer {
                new.signal(SIGTERM)
                new.wait()
            }
            try eventually("all are up again", within: 60) {
                try supervisors(scan).count == 20
                    && (0..<20).allSatisfy {
                        try Command.run("s6-svstat", "-o", "up", "\(scan)/web\($0)").output == "true\n"
                    }
            }
            #expect(try supervisors(scan).values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `a tree that is run is not run twice`() throws {
        try withTree(1) { scan, child in
            let second = try HermesCtl.run("tree", "run", scan)
            #expect(second.code == 1 && second.errors.contains("runs on it already (pid \(child.pid))"))
            #expect(try Command.run("s6-svstat", "-o", "up", "\(scan)/web0").output == "true\n")
        }
    }

    @Test func `a scandir that is not there, and an s6-svscan that is not`() throws {
        let missing = try HermesCtl.run("tree", "run", "/nonexistent/scan")
        #expect(missing.code == 111 && missing.errors.hasPrefix("/nonexistent/scan: cannot open: no such file"))
    }
}
