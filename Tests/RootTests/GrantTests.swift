import Foundation
import LiveTree
import S6Native
import Testing

/// What hermes can do in a tree that is root's, as root has left it and as a grant has opened it.
@Suite(.asRoot, .timeLimit(.minutes(3))) struct GrantTests {
    /// A root-owned service, granted as `docs/design.md` D6 has it: the FIFO to a group, the status to all.
    func withGrant(_ longrun: Longrun, _ body: (LiveTree, String) throws -> Void) throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", longrun)
            #expect(chown(path + "/supervise/control", 0, gid_t(Hermes.group)) == 0)
            #expect(chmod(path + "/supervise/control", 0o620) == 0)
            #expect(chmod(path + "/supervise/lock", 0o600) == 0)
            #expect(chmod(path + "/supervise", 0o711) == 0)
            try body(tree, path)
        }
    }

    @Test func `without a grant hermes learns nothing, and is told which permission is missing`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            for words in [["status", "web"], ["stop", "web"], ["send", "d", "web"], ["wait", "down", "web"]] {
                let result = try Hermes.run([HermesCtl.path] + words, environment: ["HERMES_SCANDIR": tree.path])
                #expect(result.code == 111, "\(words): \(result)")
                #expect(result.errors.contains(path) && result.errors.contains("permission denied"))
                #expect(result.errors.contains("run as the owner of the tree") || result.errors.contains("ask for"))
            }
            #expect(try Hermes.ctl(tree, "rescan").code == 111)
            #expect(try tree.field("up", path) == "true")
        }
    }

    @Test func `with search permission hermes reads the status, and does not guess at the supervisor`() throws {
        try withGrant(.steady) { tree, path in
            let result = try Hermes.ctl(tree, "status", "--json", "web")
            #expect(result.code == 0, "\(result)")
            #expect(result.output.contains(#""supervised":null,"up":true"#))
            #expect(try Hermes.ctl(tree, "status", "-o", "up,pid", "web").output == "true \(try tree.pid(path))\n")
            let refused = try Hermes.ctl(tree, "stop", "web", "--timeout", "2")
            #expect(refused.code == 111 && refused.errors.contains("supervise/control: cannot open: permission denied"))
            #expect(try tree.field("up", path) == "true")
        }
    }

    @Test func `hermes waits on the status file, but not for ever`() throws {
        try withGrant(.steady) { tree, path in
            let refused = try Hermes.ctl(tree, "wait", "down", "web")
            #expect(refused.code == 100 && refused.errors.contains("cannot wait without a deadline"))
            let command = [
                "setpriv", "--reuid", "\(Hermes.id)", "--regid", "\(Hermes.id)", "--clear-groups", HermesCtl.path,
                "wait",
                "finished", "web", "--timeout", "20",
            ]
            let waiting = try Child(command, environment: ["HERMES_SCANDIR": tree.path])
            usleep(100_000)
            try Command.run("s6-svc", "-d", path)
            #expect(waiting.wait() == 0)
            #expect(try Hermes.ctl(tree, "wait", "up", "web", "--timeout", "20").code == 1, "it is wanted down")
            #expect(try Hermes.ctl(tree, "wait", "finished", "web", "--timeout", "0.1").code == 0)
        }
    }

    @Test func `in the group hermes controls the service, and still writes nothing else`() throws {
        try withGrant(.ready) { tree, path in
            #expect(try Hermes.ctl(tree, "wait", "ready", "web", "--timeout", "20", inGroup: true).code == 0)
            for verb in ["stop", "start", "restart"] {
                let result = try Hermes.ctl(tree, verb, "web", "--timeout", "20", inGroup: true)
                #expect(result.code == 0, "\(verb): \(result)")
            }
            let status = try Hermes.ctl(tree, "status", "--json", "web", inGroup: true)
            #expect(status.output.contains(#""supervised":true,"up":true,"ready":true"#), "the FIFO answers")
            #expect(try tree.subscribers(path).isEmpty)
            #expect(try Hermes.ctl(tree, "retire", "web", inGroup: true).code == 111)
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `a tree that is hermes' own is run and controlled without any privilege`() throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: base) }
        try Longrun.steady.write(to: base + "/scan/web")
        #expect(try Command.run("chown", "-R", "\(Hermes.id):\(Hermes.id)", base).code == 0)
        let command = [
            "setpriv", "--reuid", "\(Hermes.id)", "--regid", "\(Hermes.id)", "--clear-groups", "--no-new-privs",
            HermesCtl.path,
        ]
        let scan = base + "/scan"
        let tree = try Child(command + ["tree", "run", scan])
        try eventually("it is up") { try Command.run("s6-svstat", "-o", "up", scan + "/web").output == "true\n" }
        for verb in ["stop", "start", "restart", "retire"] {
            #expect(try Command.run(command + [verb, "--scandir", scan, "web"]).code == 0)
        }
        tree.signal(SIGTERM)
        #expect(tree.wait() == 0)
    }
}
