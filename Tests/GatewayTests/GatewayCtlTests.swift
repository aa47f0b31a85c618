import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// What else hermesctl does about gateways, on a live tree.
@Suite(.live, .bounded) struct GatewayCtlTests {
    @Test func `U29 B42 a container's command starts the gateway, says so, and stays`() throws {
        try HermesTree.with { hermes in
            let errors = hermes.home + "/errors"
            let shell = "exec \(HermesCtl.path) gateway run -p work 2> \(errors)"
            let child = try Child(["sh", "-c", shell], environment: hermes.environment)
            try hermes.settle("work")
            try eventually("it says so") { hermes.text("errors", of: "default")?.isEmpty == false }
            let text = try #require(hermes.text("errors", of: "default"))
            for part in ["s6 supervision", "--no-supervise", "HERMES_GATEWAY_NO_SUPERVISE=1"] {
                #expect(text.contains(part))
            }
            let first = try hermes.pid("work")
            #expect(first > 0)
            if first > 0 { kill(first, SIGKILL) }
            try eventually("another runs") {
                let pid = try hermes.pid("work")
                return pid > 0 && pid != first
            }
            #expect(child.isRunning, "the container stays up while the gateway comes and goes")
            child.signal(SIGTERM)
            #expect(child.wait() == 143)
            #expect(try hermes.pid("work") > 0)
        }
    }

    @Test(arguments: [
        "--no-supervise", "HERMES_GATEWAY_NO_SUPERVISE=1", "HERMES_GATEWAY_NO_SUPERVISE=YES",
        "HERMES_S6_SUPERVISED_CHILD=1",
    ])
    func `U29 B43 it is the gateway itself where that is wanted`(how: String) throws {
        try HermesTree.with { hermes in
            let words = how.hasPrefix("--") ? [how] : []
            let variable = how.hasPrefix("--") ? [] : how.split(separator: "=").map { String($0) }
            var environment = hermes.environment
            if variable.count == 2 { environment[variable[0]] = variable[1] }
            let child = try Child([HermesCtl.path, "gateway", "run", "-p", "work"] + words, environment: environment)
            func told(_ key: String) -> String { "\((try? hermes.state("work"))?[key] ?? "nothing")" }
            try eventually("it runs") { told("pid") == "\(child.pid)" }
            try eventually("in earnest") { told("gateway_state") == "running" }
            #expect(!hermes.has(hermes.slot("work")))
            child.signal(SIGTERM)
            #expect(child.wait() == 1)
        }
    }

    @Test func `U29 run does not stay where the gateway cannot be had`() throws {
        try HermesTree.with { hermes in
            let unknown = try hermes.ctl("gateway", "run", "-p", "nobody")
            #expect(unknown.code == 104)
            #expect(try hermes.ctl("gateway", "run", "-p", "work", "--scandir", hermes.home).code == 102)
        }
    }

    @Test func `P42 idle ends with 143, 130 and 129`() throws {
        for (signal, code) in [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)] as [(Int32, Int32)] {
            let child = try Child([HermesCtl.path, "idle"])
            try eventually("it holds its signals back") {
                let status = try Contents.text("/proc/\(child.pid)/status")
                let blocked = status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
                return blocked.map { !$0.hasSuffix("0000000000000000") } ?? false
            }
            child.signal(signal)
            #expect(child.wait() == code)
        }
    }

    @Test func `U31 B49 hooks follow the profile, warn, and never fail`() throws {
        try HermesTree.with { hermes in
            let quiet = Command.Result(code: 0, output: "", errors: "")
            #expect(try hermes.ctl("hook", "profile-created", "work") == quiet)
            #expect(hermes.has(hermes.slot("work") + "/down"))
            #expect(try hermes.ctl("hook", "profile-created", "work") == quiet, "a duplicate is ignored")
            #expect(try hermes.ctl("hook", "profile-deleted", "work") == quiet)
            #expect(!hermes.has(hermes.slot("work")))
            #expect(try hermes.ctl("hook", "profile-deleted", "work") == quiet)
            let warned = try hermes.ctl("hook", "profile-created", "Bad Name")
            #expect(warned.code == 0 && warned.errors.hasPrefix("⚠ Could not register s6 gateway service: "))
            hermes.tree.killScanner()
            let treeless = try hermes.ctl("hook", "profile-created", "work")
            #expect(
                treeless.code == 0 && treeless.errors.contains("Could not register") && !hermes.has(hermes.slot("work"))
            )
            #expect(try hermes.ctl("hook", "profile-renamed", "work").code == 100)
        }
    }

    @Test func `U27 U31 a host is no tree: hooks are silent, verbs say so`() throws {
        guard Platform().manager == .none, !FileManager.default.fileExists(atPath: "/run/service") else { return }
        try HermesTree.with { hermes in
            let host = ["HERMES_SCANDIR": "", "S6_PROFILE_GATEWAY_SCANDIR": ""]
            #expect(
                try hermes.ctl("hook", "profile-created", "work", environment: host)
                    == Command.Result(code: 0, output: "", errors: "")
            )
            let started = try hermes.ctl("gateway", "start", environment: host)
            #expect(started.code == 102 && started.errors.contains("no supported service manager detected"), "P22")
        }
    }

    @Test func `U27 an unknown action is no command`() throws {
        let result = try HermesCtl.run("gateway", "dance")
        #expect(result.code == 100 && result.errors.contains("gateway: cannot run: say gateway status or "))
        #expect(try HermesCtl.run("gateway", "--help").output.contains("hermesctl gateway start [OPTION...]"))
    }

    @Test func `G13 P20 reconciling a live tree adds what is missing, and restarts nothing`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let pid = try hermes.pid("work")
            try hermes.add("new")
            try hermes.write(#"{"desired_state":"running"}"#, to: "gateway_state.json", of: "new")
            let first = try hermes.ctl("reconcile")
            #expect(first.code == 0 && first.output.contains("profile=new prior_state=running action=started"))
            #expect(first.output.contains("profile=work prior_state=running action=unchanged"))
            #expect(first.output.contains("profile=default prior_state=None action=registered"))
            try hermes.settle("new")
            try Data("#!/bin/sh\nexec sleep 1\n".utf8).write(to: URL(filePath: hermes.slot("work") + "/run"))
            try FileManager.default.removeItem(atPath: hermes.slot("work") + "/finish")
            #expect(symlink("/etc/passwd", hermes.slot("work") + "/finish") == 0)
            #expect(try hermes.ctl("reconcile", "--dry-run").output.contains("profile=work"))
            let second = try hermes.ctl("reconcile", "--boot")
            #expect(second.output.contains("profile=work prior_state=running action=updated"))
            #expect(try Contents.text(hermes.slot("work") + "/run").contains("--replace"))
            let finish = try FileManager.default.attributesOfItem(atPath: hermes.slot("work") + "/finish")
            #expect(finish[.type] as? FileAttributeType == .typeRegular && finish[.posixPermissions] as? Int == 0o755)
            #expect(try Contents.text("/etc/passwd").contains("root:"))
            #expect(try hermes.pid("work") == pid)
            #expect(!hermes.has(hermes.slot("work") + "/.gateway-new-"))
            try FileManager.default.removeItem(atPath: hermes.home("new"))
            #expect(
                try hermes.ctl("reconcile").output.contains(
                    "profile=new prior_state=None action=skipped reason=no-profile"
                )
            )
            #expect(hermes.has(hermes.slot("new")))
            #expect(
                try hermes.ctl("reconcile", "--prune").output.contains("profile=new prior_state=None action=retired")
            )
            #expect(try !hermes.has(hermes.slot("new")) && hermes.leftovers().isEmpty)
        }
    }

    @Test func `G03 P24 P25 the status tells what is wanted from what is, and from what the gateway says`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            try hermes.manager.register(name("play"), starting: false, soon())
            try hermes.write(
                #"{"gateway_state":"startup_failed","exit_reason":"old","pid":1}"#,
                to: "gateway_state.json",
                of: "play"
            )
            let text = try hermes.ctl("gateway", "status")
            #expect(text.code == 0 && text.output.hasPrefix("Manager: s6 (container supervisor)\n"))
            let lines = text.output.split(separator: "\n").dropFirst().map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
            #expect(lines.map { $0[0] } == ["gateway-play", "gateway-work"])
            #expect(
                lines[0][1] == "down (not started yet)" && lines[0][5] == "-"
                    && lines[0][6] == "startup_failed (before)"
            )
            #expect(lines[1][1].hasPrefix("up (pid ") && lines[1][5] == "running" && lines[1][6] == "running")
            #expect(lines[1][8].hasSuffix("/logs/gateways/work/current"))
            let work = try #require(try hermes.gateways()["work"])
            for key in [
                "manager", "profile", "desired", "observed", "capped", "last_exit", "log", "name", "up", "pid",
                "deaths",
            ] {
                #expect(work[key] != nil, "\(key)")
            }
            #expect(work["manager"] as? String == "s6" && work["observed_is_current"] as? Bool == true)
            #expect(try hermes.gateways("-p", "play").keys.sorted() == ["play"])
        }
    }

    @Test func `a hostile state file does not write to the terminal`() throws {
        try HermesTree.with { hermes in
            try hermes.manager.register(name("work"), starting: false, soon())
            try hermes.write(
                "{\"desired_state\":\"\\u001b]0;x\\u0007\",\"gateway_state\":\"a\\nb\"}",
                to: "gateway_state.json",
                of: "work"
            )
            let status = try hermes.ctl("gateway", "status")
            #expect(!status.output.contains("\u{1B}") && !status.output.contains("\u{7}"))
            #expect(status.output.split(separator: "\n").count == 2)
            let reconciled = try hermes.ctl("reconcile").output
            #expect(!reconciled.contains("\u{1B}"))
        }
    }

    @Test func `watching shows what changes, when it changes`() throws {
        try HermesTree.with { hermes in
            try hermes.manager.register(name("work"), starting: false, soon())
            let path = hermes.home + "/watched"
            let output = open(path, O_WRONLY | O_CREAT, 0o644)
            defer { close(output) }
            let child = try hermes.begin(["gateway", "status", "--watch"], output: output)
            func tables() -> Int {
                (hermes.text("watched", of: "default") ?? "").components(separatedBy: "Manager: ").count - 1
            }
            func shows(_ text: String) -> Bool { (hermes.text("watched", of: "default") ?? "").contains(text) }
            try eventually("it shows once") { tables() == 1 }
            usleep(300_000)
            #expect(tables() == 1, "nothing changes, nothing is shown")
            try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it shows the start") { shows("gateway-work\tup (pid ") }
            try eventually("it shows what the gateway says") { shows("\trunning\trunning\t") }
            try hermes.ctl("gateway", "register", "-p", "play")
            try eventually("it shows the new one") { shows("gateway-play\tdown") }
            child.signal(SIGINT)
            #expect(child.wait() == 128 + SIGINT)
        }
    }

    @Test func `health says whether all that is to run is up`() throws {
        try HermesTree.with { hermes in
            #expect(try hermes.ctl("health").code == 0, "nothing is to run")
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.manager.register(name("play"), starting: false, soon())
            #expect(try hermes.ctl("health").code == 0)
            try hermes.write(#"{"desired_state":"running"}"#, to: "gateway_state.json", of: "play")
            let ill = try hermes.ctl("health", "--json")
            #expect(ill.code == 1 && ill.output.contains(#""healthy":false,"unhealthy":[{"profile":"play""#))
            #expect(try hermes.ctl("health", "--wait", "--timeout", "0.2").code == 99)
            let waiting = try hermes.begin(["health", "--wait"])
            usleep(100_000)
            #expect(waiting.isRunning)
            try Command.run("s6-svc", "-u", hermes.slot("play"))
            #expect(waiting.wait() == 0)
            #expect(try hermes.ctl("health", "--scandir", "/nonexistent").code == 102)
            try hermes.add("slotless")
            try hermes.write(#"{"desired_state":"running"}"#, to: "gateway_state.json", of: "slotless")
            let slotless = try hermes.ctl("health")
            #expect(slotless.code == 1 && slotless.output.contains("gateway-slotless: it is to run, and has no slot"))
        }
    }

    @Test func `health waits for a tree that is not there yet`() throws {
        try HermesTree.with { hermes in
            let later = hermes.tree.base + "/a/b"
            let waiting = try hermes.begin(["health", "--wait", "--scandir", later])
            usleep(50_000)
            #expect(waiting.isRunning)
            try FileManager.default.createDirectory(atPath: hermes.tree.base + "/a", withIntermediateDirectories: false)
            usleep(50_000)
            try FileManager.default.createSymbolicLink(atPath: later, withDestinationPath: hermes.tree.path)
            #expect(waiting.wait() == 0)
        }
    }

    @Test func `health asks for the tree's s6-svscan, and hears of one that comes`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            hermes.tree.killScanner()
            let ill = try hermes.ctl("health", "--json")
            let reason = #"{"profile":null,"reason":"\#(hermes.tree.path): no s6-svscan"#
            #expect(ill.code == 1 && ill.output.contains(reason))
            let waiting = try hermes.begin(["health", "--wait", "--timeout", "30"])
            usleep(100_000)
            #expect(waiting.isRunning)
            try hermes.tree.start()
            #expect(waiting.wait() == 0)
        }
    }

    @Test func `P19 the lock of a dead logger goes, and that of a live one stays`() throws {
        try HermesTree.with { hermes in
            let made = try hermes.ctl("gateway", "log-dir", "-p", "work")
            let directory = hermes.home + "/logs/gateways/work"
            #expect(made.code == 0 && made.output == directory + "\n" && hermes.has(directory))
            try Data().write(to: URL(filePath: directory + "/lock"))
            #expect(try hermes.ctl("gateway", "log-dir", "-p", "work").code == 0)
            #expect(!hermes.has(directory + "/lock"))
            try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("the logger logs") {
                (try? Contents.text(directory + "/current"))?.contains(
                    "gateway work: runs as"
                ) == true
            }
            let held = try hermes.ctl("gateway", "log-dir", "-p", "work")
            #expect(held.code == 75 && held.errors.contains(directory + "/lock"))
            #expect(hermes.has(directory + "/lock"))
            #expect(hermes.tree.messages.contains("gateway work: runs as"), "and copies to the container's log")
        }
    }

    @Test func `the logger does not need the disk`() throws {
        guard geteuid() != 0 else { return }
        try HermesTree.with { hermes in
            #expect(chmod(hermes.home, 0o555) == 0)
            defer { _ = chmod(hermes.home, 0o755) }
            try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it is in the container's log") { hermes.tree.messages.contains("gateway work: runs as") }
        }
    }

    @Test func `what the environment says and nobody understands is told`() throws {
        try HermesTree.with { hermes in
            for (variable, value, remedy) in [
                ("HERMES_GATEWAY_POLICY", "multiplex", "A, B or C"),
                ("HERMES_GATEWAY_TREE", "own", "isolated or shared"),
                ("HERMES_GATEWAY_RESTART_INTERVAL", "soon", "a number of seconds"),
                ("HERMES_HOME", "data", "from / on"),
            ] {
                let result = try hermes.ctl("gateway", "list", environment: [variable: value])
                #expect(result.code == 100 && result.errors.contains(remedy), "\(variable): \(result)")
            }
            for word in ["OPTIND=x", "PPID=1"] {
                #expect(try hermes.ctl("gateway", "register", "-p", "work", "--env", word).code == 100)
            }
            let nowhere = try hermes.ctl("gateway", "start", "--all", "--scandir", "/nonexistent")
            #expect(nowhere.code == 102, "all of nothing, nowhere, is not success")
        }
    }

    @Test func `an observed state of an older process of that number is told as one of before`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            #expect(try hermes.gateways()["work"]?["observed_is_current"] as? Bool == true)
            let old = #"{"gateway_state":"running","pid":\#(try hermes.pid("work")),"start_time":7}"#
            try hermes.write(old, to: "gateway_state.json", of: "work")
            #expect(try hermes.gateways()["work"]?["observed_is_current"] as? Bool == false)
        }
    }
}
