import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

/// A tree beside a command, its end, and what a longrun's finish decides.
@Suite(.live, .bounded) struct TreeWithTests {
    /// A scandir that nothing scans, with a service in it; both are gone in the end.
    private func withScandir(_ service: Longrun, _ body: (String) throws -> Void) throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        try service.write(to: base + "/scan/service")
        defer {
            for pid in LiveTree.processes(under: base) where pid > 0 { kill(pid, SIGKILL) }
            try? FileManager.default.removeItem(atPath: base)
        }
        try body(base + "/scan")
    }

    /// Writes its pid, and that it was told to end.
    private static func telling(_ file: String) -> Longrun {
        Longrun(run: "trap 'echo told >\(file); exit 0' TERM; echo $$ >\(file); while :; do sleep 0.1; done")
    }

    private func text(_ path: String) -> String? { try? Contents.text(path) }

    @Test func `the command's code is its own, and the services are told when it ends`() throws {
        try withScandir(Self.telling("../../said")) { scandir in
            let said = scandir + "/../said"
            let wait = "until [ -s \(said) ]; do sleep 0.01; done; exit 7"
            let result = try HermesCtl.run("tree", "with", scandir, "--", "sh", "-c", wait)
            #expect(result.code == 7, "\(result)")
            #expect(text(said) == "told\n")
            #expect(LiveTree.processes(under: scandir).isEmpty)
        }
    }

    @Test func `a signal is passed on to the command`() throws {
        try withScandir(.steady) { scandir in
            let ready = scandir + "/../ready"
            let command = "trap 'exit 9' USR1; echo >\(ready); while :; do sleep 0.05; done"
            let child = try Child([HermesCtl.path, "tree", "with", scandir, "--", "sh", "-c", command])
            try eventually("it listens") { text(ready) != nil }
            child.signal(SIGUSR1)
            #expect(child.wait() == 9)
            #expect(LiveTree.processes(under: scandir).isEmpty)
        }
    }

    @Test func `a service that does not listen is killed in the end`() throws {
        try withScandir(.stubborn) { scandir in
            let status = scandir + "/service/supervise/status"
            let wait = "until [ -s \(status) ]; do sleep 0.01; done"
            let result = try HermesCtl.run("tree", "with", "--kill-after", "0.3", scandir, "--", "sh", "-c", wait)
            #expect(result.code == 0, "\(result)")
            #expect(LiveTree.processes(under: scandir).isEmpty)
        }
    }

    @Test func `a tree that is killed comes back`() throws {
        try withScandir(.steady) { scandir in
            let child = try Child([HermesCtl.path, "tree", "with", scandir, "--", "sleep", "1000"])
            let service = ServiceDirectory(try S6Path(scandir + "/service"))
            func pid() throws -> Int32? {
                let status = try? service.status()
                return status?.isUp == true ? status?.pid : nil
            }
            try eventually("it is up") { try pid() != nil }
            let first = try pid()
            for scanner in try scanners(scandir) { kill(scanner, SIGKILL) }
            try eventually("another one is up") {
                let now = try pid()
                return now != nil && now != first
            }
            child.signal(SIGTERM)
            #expect(child.wait() == 128 + SIGTERM)
            #expect(LiveTree.processes(under: scandir).isEmpty)
        }
    }

    @Test func `a tree that was killed just before the end leaves nothing`() throws {
        try withScandir(Self.telling("../../said")) { scandir in
            let said = scandir + "/../said"
            let file = scandir + "/../scanner"
            let kill = "until [ -s \(said) -a -s \(file) ]; do sleep 0.01; done; kill -9 $(cat \(file)); exit 3"
            let child = try Child([HermesCtl.path, "tree", "with", scandir, "--", "sh", "-c", kill])
            defer { child.wait() }
            try eventually("it scans") { try !scanners(scandir).isEmpty }
            let scanner = try #require(try scanners(scandir).first)
            try Command.run("sh", "-c", "printf %s \(scanner) >\(file).new && mv \(file).new \(file)")
            #expect(child.wait() == 3)
            #expect(text(said) == "told\n")
            #expect(LiveTree.processes(under: scandir).isEmpty)
        }
    }

    @Test func `where children are not heard of it ends all the same, and the tree has no input`() throws {
        try withScandir(Longrun(run: "readlink /proc/self/fd/0 >../../input; exec sleep 1000")) { (scandir) throws in
            let wait = "until [ -s \(scandir)/../input ]; do sleep 0.01; done; exit 5"
            let program = "$SIG{CHLD} = 'IGNORE'; exec @ARGV"
            let words = ["perl", "-e", program, HermesCtl.path, "tree", "with", scandir, "--", "sh", "-c", wait]
            #expect(try Command.run(words).code == 5)
            #expect(text(scandir + "/../input") == "/dev/null\n")
        }
    }

    @Test func `only what asks for the end ends the tree`() throws {
        try withScandir(Self.telling("../../said")) { scandir in
            let said = scandir + "/../said", heard = scandir + "/../heard"
            let command = "trap 'echo >\(heard)' HUP; echo >\(heard).not; while :; do sleep 0.05; done"
            let child = try Child([HermesCtl.path, "tree", "with", scandir, "--", "sh", "-c", command])
            try eventually("both run") { text(said) != nil && text(heard + ".not") != nil }
            child.signal(SIGHUP)
            try eventually("the command has heard") { text(heard) != nil }
            let scanning = try scanners(scandir)
            #expect(text(said) != "told\n" && !scanning.isEmpty)
            child.signal(SIGTERM)
            #expect(child.wait() == 128 + SIGTERM)
        }
    }

    @Test func `drain kills what is left of a group`() throws {
        try LiveTree.with { (tree) throws in
            tree.killScanner()
            let script = "setsid sh -c 'echo $$ >\(tree.base)/group; exec sleep 1000' &"
            try Command.run("sh", "-c", script)
            try eventually("it runs") { text(tree.base + "/group")?.isEmpty == false }
            let group = try #require(Int32(text(tree.base + "/group")?.trimmingCharacters(in: .newlines) ?? ""))
            #expect(try HermesCtl.run("tree", "drain", "--group", "\(group)", tree.path).code == 0)
            try eventually("it is gone") { !FileManager.default.fileExists(atPath: "/proc/\(group)/exe") }
        }
    }

    private func isScanner(_ pid: Int32) -> Bool { (try? Contents.text("/proc/\(pid)/comm")) == "s6-svscan\n" }

    /// The s6-svscan of a scandir, by its working directory.
    private func scanners(_ scandir: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { pid in
            let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
            return pid > 0 && isScanner(pid) && directory == scandir
        }
    }

    @Test func `what cannot be run has the code of a shell`() throws {
        try withScandir(.steady) { (scandir) throws in
            #expect(try HermesCtl.run("tree", "with", scandir, "--", "no-such-program").code == 127)
            #expect(try HermesCtl.run("tree", "with", scandir).code == 100)
        }
    }

    @Test func `drain ends what a killed s6-svscan has left, and nothing of one that runs`() throws {
        try LiveTree.with { tree in
            let told = tree.base + "/told"
            let service = try tree.add("a", Self.telling(told))
            try tree.add("b", .stubborn)
            try eventually("it runs") { text(told) != nil }
            #expect(try HermesCtl.run("tree", "drain", tree.path).code == 0)
            #expect(try Command.run("s6-svstat", "-o", "up", service).output == "true\n")
            tree.killScanner()
            #expect(try HermesCtl.run("tree", "drain", "--kill-after", "0.3", tree.path).code == 0)
            #expect(text(told) == "told\n")
            #expect(LiveTree.processes(under: tree.path).isEmpty)
        }
    }

    @Test func `finish keeps down what crashes too often, and what says 78`() throws {
        try LiveTree.with { tree in
            let finish = "exec \(HermesCtl.path) finish --crash-cap '2 60' -- \"$@\""
            let crashing = try tree.add("crashing", Longrun(run: "exit 3").finishing(finish).down())
            let fatal = try tree.add("fatal", Longrun(run: "exit 78").finishing(finish).down())
            let planned = try tree.add("planned", Longrun(run: "sleep 0.1; exit 0").finishing(finish).down())
            for service in [crashing, fatal, planned] { try Command.run("s6-svc", "-u", service) }
            func wantedUp(_ service: String) throws -> String {
                try Command.run("s6-svstat", "-o", "wantedup", service).output
            }
            try eventually("both stay down") { try wantedUp(crashing) == "false\n" && wantedUp(fatal) == "false\n" }
            #expect(try wantedUp(planned) == "true\n")
            #expect(tree.messages.contains(": stays down: 2 deaths in"))
        }
    }
}
