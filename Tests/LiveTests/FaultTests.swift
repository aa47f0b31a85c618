import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

/// Faults from outside: each ends in success or in an error that says what, never in a hang, a leak or a lie.
@Suite(
    .live,
    .bounded,
    .enabled(if: (try? Command.run("strace", "-o", "/dev/null", "true"))?.code == 0, "strace cannot trace here")
)
struct FaultTests {
    /// Runs hermesctl with a fault injected into its calls: into those on `paths` of the tree, or into all where
    /// there are none, which is only for calls that no library makes before it starts.
    func inject(
        _ fault: String,
        _ tree: LiveTree,
        on paths: [String] = [],
        into words: [String]
    ) throws -> (result: Command.Result, faults: Int) {
        let trace = tree.base + "/trace-\(UUID().uuidString)"
        let strace = ["timeout", "30", "strace", "-f", "-o", trace, "-e", "inject=" + fault]
        let result = try Command.run(
            strace + paths.flatMap { ["-P", tree.path + $0] } + [HermesCtl.path] + words,
            environment: ["HERMES_SCANDIR": tree.path]
        )
        let lines = try Contents.text(trace).split(separator: "\n")
        return (result, lines.filter { $0.contains("(INJECTED)") }.count)
    }

    /// Where a service's files are.
    static let web =
        ["", "/web", "/web/supervise", "/web/event", "/.s6-svscan"]
        + ["status", "control", "lock"].map { "/web/supervise/" + $0 }

    @Test(arguments: [
        ["stop", "web"], ["start", "web"], ["restart", "web"], ["wait", "up", "web"], ["retire", "web"],
    ])
    func `a wait that signals interrupt goes on, and its deadline does not move`(words: [String]) throws {
        try LiveTree.with { tree in
            try tree.add("web", words[0] == "start" ? .steadyDown : .steady)
            let (result, faults) = try inject("ppoll:error=EINTR:when=1..5", tree, into: words)
            #expect(result.code == 0)
            #expect(faults > 0 || words[0] == "wait", "what is there is not waited for")
        }
    }

    @Test func `a deadline passes though every poll is interrupted`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            let start = ContinuousClock.now
            let words = ["wait", "down", "web", "--timeout", "0.3"]
            #expect(try inject("ppoll:error=EINTR:when=1+2", tree, into: words).result.code == 99)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test(arguments: [
        "openat", "openat2", "read", "write", "fcntl", "fstat", "newfstatat", "unlinkat", "renameat", "mknodat",
        "getdents64", "fchmod",
    ])
    func `a call on a file that a signal interrupts is made again`(call: String) throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            var faults = 0
            // These two are about files that only they know the names of.
            let paths = call == "unlinkat" || call == "fchmod" ? [] : Self.web
            for words in [["restart", "web"], ["status", "web"], ["list"], ["stop", "web"], ["retire", "web"]] {
                let outcome = try inject("\(call):error=EINTR:when=1..3", tree, on: paths, into: words)
                #expect(outcome.result.code == 0, "\(words): \(outcome.result)")
                faults += outcome.faults
            }
            #expect(faults >= 3)
        }
    }

    @Test(arguments: ["mknodat", "renameat"]) func `a full disk keeps nobody, and nothing is left`(call: String) throws
    {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            let (result, _) = try inject("\(call):error=ENOSPC", tree, into: ["stop", "web"])
            #expect(result.code == 111 && result.errors.contains("no space left on the device"))
            #expect(result.errors.contains("free space"))
            #expect(try tree.subscribers(path).isEmpty)
            #expect(try tree.field("up", path) == "true", "nothing was half-done")
        }
    }

    @Test(arguments: ["mkdirat", "openat", "write"]) func `a full disk leaves no slot behind`(call: String) throws {
        try LiveTree.with { tree in
            let source = try tree.add("source", .steady)
            let paths = call == "openat" ? ["/.web.tmp"] : ["", "/.web.tmp", "/.web.tmp/run"]
            let words = ["publish", "--as", "web", source]
            let (result, _) = try inject("\(call):error=ENOSPC", tree, on: paths, into: words)
            #expect(result.code == 111 && result.errors.contains("no space left"), "\(result)")
            let left = try FileManager.default.contentsOfDirectory(atPath: tree.path)
            // What may not even be opened may not be removed either; the next publication uses it.
            #expect(Set(left).subtracting([".web.tmp"]) == [".s6-svscan", "source"])
            #expect(try tree.hermesctl("publish", "--as", "web", source).code == 0)
        }
    }

    @Test func `too few descriptors are told of with the limit, and nothing is left`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            var codes: Set<Int32> = []
            for limit in 3...16 {
                let result = try Command.run(
                    ["timeout", "30", "prlimit", "--nofile=\(limit):\(limit)", HermesCtl.path, "restart", "web"],
                    environment: ["HERMES_SCANDIR": tree.path]
                )
                codes.insert(result.code)
                if result.code == 111 {
                    #expect(result.errors.contains("the limit is \(limit) open files"), "\(result)")
                }
                #expect([0, 111, 127].contains(result.code), "\(limit): \(result)")  // 127: the loader could not
                #expect(try tree.subscribers(path).isEmpty)
            }
            #expect(codes.contains(0) && codes.contains(111))
        }
    }

    @Test func `a wait on more than the limit allows says how many it needs`() throws {
        try LiveTree.with { tree in
            var names: [String] = []
            for number in 0..<20 {
                try tree.add("web\(number)", .steady)
                names.append("web\(number)")
            }
            let command = ["prlimit", "--nofile=30:30", HermesCtl.path, "wait", "up"] + names
            let result = try Command.run(command, environment: ["HERMES_SCANDIR": tree.path])
            #expect(result.code == 111 && result.errors.contains("the limit is 30 open files, 56 are needed"))
            // A soft limit is the command's own to raise.
            let raised = ["prlimit", "--nofile=30:1000", HermesCtl.path, "wait", "up"] + names
            #expect(try Command.run(raised, environment: ["HERMES_SCANDIR": tree.path]).code == 0)
        }
    }

    @Test(arguments: ["stop", "start", "restart", "retire"])
    func `a supervisor that is killed in the middle of a verb is told of, or made up for`(verb: String) throws {
        try LiveTree.with { tree in
            for _ in 0..<Soak.count(100, otherwise: 10) {
                let slow = Longrun(run: "trap 'sleep 0.05; exit 0' TERM; echo >&3; sleep 1000 & wait")
                    .with("notification-fd", "3\n").finishing("sleep 0.05")
                let service = try tree.service("web", verb == "start" ? slow.down() : slow)
                let supervisor = try tree.supervisor(service)
                let child = try tree.begin([HermesCtl.path, verb, "web", "--timeout", "5"])
                usleep(.random(in: 0..<60_000))
                kill(supervisor, SIGKILL)
                let code = child.wait()
                // 1: a successor has started what was stopped, before its supervisor's end was seen.
                #expect(([0, 99, 102] + (verb == "stop" ? [1] : [])).contains(code), "\(code)")
                if verb == "retire" && code == 0 {
                    #expect(!FileManager.default.fileExists(atPath: service.text))
                }
                // Whatever the supervisor left, s6-svscan starts another, and a second copy of the service.
                for pid in LiveTree.processes(under: tree.path) where pid != tree.scanner { kill(pid, SIGKILL) }
                try clearAway("web", in: tree)
            }
        }
    }

    @Test func `a supervisor that is killed while its slot is published is made up for, or told of`() throws {
        try LiveTree.with { tree in
            let source = try tree.add("source", .steady)
            for _ in 0..<Soak.count(100, otherwise: 10) {
                let child = try tree.begin([HermesCtl.path, "publish", "--as", "web", source, "--timeout", "5"])
                try eventually("there is one to kill, or it is over") {
                    let service = ServiceDirectory(try S6Path(tree.path + "/web"))
                    guard case .supervised(let pid?)? = try? service.supervised() else {
                        return !child.isRunning
                    }
                    kill(pid, SIGKILL)
                    return true
                }
                #expect([0, 99].contains(child.wait()))
                for pid in LiveTree.processes(under: tree.path + "/web") { kill(pid, SIGKILL) }
                try clearAway("web", in: tree)
            }
        }
    }

    @Test func `a kernel without pidfds costs only what needs them`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            for words in [["stop", "web"], ["start", "web"], ["restart", "web"], ["wait", "up", "web"]] {
                let outcome = try inject("pidfd_open:error=ENOSYS", tree, into: words)
                #expect(outcome.result.code == 0 && outcome.faults > 0, "\(words): \(outcome.result)")
            }
            let (retired, _) = try inject("pidfd_open:error=ENOSYS", tree, into: ["retire", "web"])
            #expect(retired.code == 111 && retired.errors.contains("pidfd_open"))
            #expect(try tree.hermesctl("retire", "web").code == 0)
        }
    }

    @Test func `a limit of inotify is not taken for another`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            // Only where events may not be subscribed to does it need one.
            chmod(tree.path + "/web/event", 0o555)
            let (result, _) = try inject("inotify_init1:error=EMFILE", tree, into: ["retire", "web"])
            #expect(result.code == 111 && result.errors.contains("max_user_instances"), "\(result)")
            #expect(try tree.hermesctl("retire", "web").code == 0)
        }
    }

    /// Removes a slot, if it is there.
    func clearAway(_ name: String, in tree: LiveTree) throws(S6Error) {
        do throws(S6Error) {
            try tree.scandir.retire(SlotName(name), before: soon(), killAfter: .zero)
        } catch .noSuchService {}
    }

    @Test func `a stopped supervisor makes a verb time out, with what is known`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let supervisor = try tree.supervisor(service)
            kill(supervisor, SIGSTOP)
            defer { kill(supervisor, SIGCONT) }
            for verb in ["stop", "restart"] {
                let result = try tree.hermesctl(verb, "web", "--timeout", "0.3")
                #expect(result.code == 99 && result.errors.contains("timed out; it is up (pid "))
            }
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `the FIFO in event is made hidden, opened, opened up to notifiers, and only then shown`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            let trace = tree.base + "/trace"
            let command = [
                "strace", "-f", "-o", trace, "-e", "trace=mknodat,openat,openat2,fchmod,renameat,unlink,unlinkat,read",
            ]
            let result = try Command.run(
                command + [HermesCtl.path, "stop", "web"],
                environment: ["HERMES_SCANDIR": tree.path]
            )
            #expect(result.code == 0)
            let lines = try Contents.text(trace).split(separator: "\n")
            let ours = lines.filter { $0.contains("s6native:@") || $0.contains("ftrig1:@") || $0.contains("fchmod") }
            #expect(ours.count == 5)
            #expect(
                ours[0].contains("mknodat(") && ours[0].contains("\".s6native:@") && ours[0].contains("S_IFIFO|0600")
            )
            #expect(ours[1].contains("openat(") && ours[1].contains("O_RDWR|O_NOCTTY|O_NONBLOCK|O_NOFOLLOW|O_CLOEXEC"))
            #expect(ours[2].contains("fchmod(") && ours[2].contains("0622"))
            #expect(ours[3].contains("renameat(") && ours[3].contains("\"ftrig1:@"))
            #expect(ours[4].contains("unlink") && ours[4].contains("/event/ftrig1:@"))
            let shown = try #require(lines.firstIndex { $0.contains("renameat(") })
            let status = try #require(lines.firstIndex { $0.contains("/status\"") })
            let asked = try #require(lines.firstIndex { $0.contains("/control\"") })
            #expect(shown < status && status < asked, "subscribe, then look, then ask")
        }
    }
}
