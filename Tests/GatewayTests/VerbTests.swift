import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// The verbs on a live tree, as an ordinary user.
@Suite(.live, .bounded) struct VerbTests {
    @Test func `U04 U05 U06 registering makes a slot that is supervised, and down`() throws {
        try HermesTree.with { hermes in
            try hermes.manager.register(name("work"), starting: false, soon())
            let slot = hermes.slot("work")
            for file in ["run", "finish", "log/run", "type", "down"] { #expect(hermes.has(slot + "/" + file)) }
            #expect(try Command.run("s6-svok", slot).code == 0 && Command.run("s6-svok", slot + "/log").code == 0)
            #expect(try hermes.pid("work") == -1)
            #expect(try hermes.leftovers().isEmpty)
            try hermes.manager.register(name("play"), starting: true, soon())
            #expect(!hermes.has(hermes.slot("play") + "/down"))
            try hermes.settle("play")
            #expect(try hermes.manager.list() == [name("play"), name("work")])
        }
    }

    @Test func `no slot is made whose finish and logger would have nothing to call`() throws {
        try HermesTree.with { hermes in
            var settings = try hermes.manager.settings
            for wrong in [hermes.home + "/none", hermes.home, "/etc/passwd"] {
                settings.hermesctl = try S6Path(wrong)
                let manager = S6ServiceManager(settings), error = GatewayError.noCommand(settings.hermesctl)
                #expect(throws: error) { try manager.register(name("work"), starting: true, soon()) }
                #expect(manager.start([try name("work")], soon())[0].error == error)
                #expect(try manager.list().isEmpty && hermes.leftovers().isEmpty)
            }
        }
    }

    @Test func `U10 registering twice, or where nothing keeps the tree, changes nothing`() throws {
        try HermesTree.with { hermes in
            let manager = try hermes.manager, work = try name("work")
            try manager.register(work, starting: false, soon())
            let slot = manager.service(work).path
            let error = #expect(throws: GatewayError.self) { try manager.register(work, starting: true, soon()) }
            #expect(error == .alreadyRegistered(work, slot: slot))
            #expect("\(try #require(error))" == "profile gateway 'work' already registered at \(slot)")
            hermes.tree.killScanner()
            #expect(throws: GatewayError.noTree(manager.settings.scandir.path, profile: try name("play"))) {
                try manager.register(name("play"), starting: false, soon())
            }
            #expect(!hermes.has(hermes.slot("play")))
            #expect(try hermes.leftovers().isEmpty)
        }
    }

    @Test func `U11 retiring leaves nothing, and twice is no error`() throws {
        try HermesTree.with { hermes in
            try hermes.behave("work", "child")
            #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
            try hermes.settle("work")
            let late = try hermes.ctl("gateway", "retire", "-p", "work", "--timeout", "1")
            #expect(late.code == 99 && late.errors.contains("still running"), "P02: a child of it ignores SIGTERM")
            #expect(!hermes.has(hermes.slot("work")))
            #expect(try hermes.ctl("gateway", "retire", "-p", "work", "--kill-after", "0.1").code == 0)
            #expect(try hermes.leftovers().isEmpty)
            #expect(LiveTree.processes(under: hermes.home).isEmpty && !hermes.has(hermes.slot("work")))
            #expect(try hermes.ctl("gateway", "retire", "-p", "work").code == 0)
            #expect(try hermes.desired("work") == "running", "what is wanted is the profile's")
        }
    }

    @Test func `U12 the list is of slots of gateways`() throws {
        try HermesTree.with { hermes in
            #expect(try hermes.ctl("gateway", "list").output.isEmpty)
            try hermes.tree.add("other", .steadyDown)
            try hermes.manager.register(name("work"), starting: false, soon())
            try FileManager.default.createDirectory(
                atPath: hermes.tree.path + "/.gateway-x.tmp",
                withIntermediateDirectories: true
            )
            #expect(try hermes.ctl("gateway", "list").output == "work\n")
            let none = try hermes.ctl("gateway", "list", "--scandir", "/nonexistent")
            #expect(none.code == 0 && none.output.isEmpty)
        }
    }

    @Test func `U13 U15 U16 U17 the life of a gateway, as an operator wants it`() throws {
        try HermesTree.with { hermes in
            for profile in ["default", "work"] {
                let words = profile == "default" ? [] : ["-p", profile]
                func run(_ verb: String) throws -> Command.Result {
                    try Command.run([HermesCtl.path, "gateway", verb] + words, environment: hermes.environment)
                }
                let started = try run("start")
                #expect(
                    started.output == "✓ registered the s6 gateway slot for profile '\(profile)'\n" && started.code == 0
                )
                try hermes.settle(profile)
                #expect(try hermes.desired(profile) == "running")
                #expect(try hermes.manager.isRunning(name(profile)))
                let first = try hermes.pid(profile)
                let restarted = try run("restart")
                #expect(restarted == Command.Result(code: 0, output: "", errors: ""), "B40: it says nothing")
                try hermes.settle(profile)
                #expect(try hermes.pid(profile) != first)
                let stopped = try run("stop")
                #expect(stopped == Command.Result(code: 0, output: "", errors: ""))
                #expect(try hermes.pid(profile) == -1)
                #expect(try hermes.desired(profile) == "stopped")
                #expect(try hermes.state(profile)["gateway_state"] as? String == "stopped", "the marker was for it")
                #expect(hermes.text(".gateway-planned-stop.json", of: profile) == nil, "and was taken")
                #expect(try hermes.manager.isRunning(name(profile)) == false)
                #expect(hermes.has(hermes.slot(profile) + "/down"), "it stays down with a new supervisor")
            }
        }
    }

    @Test func `U17 P05 the marker goes to the target's home, whoever calls`() throws {
        try HermesTree.with { hermes in
            for profile in ["default", "work"] {
                try hermes.behave(profile, "deaf")
                #expect(try hermes.manager.start([name(profile)], soon())[0].error == nil)
                try hermes.settle(profile)
            }
            func stop(_ profile: String, from home: String) throws {
                let caller = ["HERMES_HOME": hermes.home(home)]
                let result = try hermes.ctl("gateway", "stop", "-p", profile, "--timeout", "0.3", environment: caller)
                #expect(result.code == 99)
                #expect(
                    hermes.text(".gateway-planned-stop.json", of: profile)?.contains("\(try hermes.pid(profile))")
                        == true
                )
                #expect(hermes.text(".gateway-planned-stop.json", of: home) == nil)
                try FileManager.default.removeItem(atPath: hermes.home(profile) + "/.gateway-planned-stop.json")
            }
            try stop("work", from: "default")
            try stop("default", from: "work")
        }
    }

    @Test func `P01 G12 stop waits, says what is still true, and kills when told to`() throws {
        try HermesTree.with { hermes in
            try hermes.behave("work", "deaf")
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let late = try hermes.ctl("gateway", "stop", "-p", "work", "--timeout", "0.3")
            #expect(late.code == 99 && late.errors.contains("timed out"))
            #expect(try hermes.pid("work") > 0 && hermes.desired("work") == "stopped")
            #expect(try hermes.ctl("gateway", "stop", "-p", "work", "--kill-after", "0.1").code == 0)
            #expect(try hermes.pid("work") == -1)
            let json = try #require(try hermes.gateways()["work"])
            #expect(json["last_exit"] as? String == "killed by SIGKILL")
        }
    }

    @Test func `P12 a gateway that writes its state on the way out does not undo what was wanted`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            try hermes.behave("work", "forgetful")
            try hermes.ctl("gateway", "restart", "-p", "work")
            try eventually("it has started") {
                hermes.text("gateway-starts.log", of: "work")?.split(separator: "\n").count == 2
            }
            usleep(100_000)
            #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
            #expect(try hermes.desired("work") == "stopped")
        }
    }

    @Test func `U16 B28 a home that cannot be written to does not keep the gateway from stopping`() throws {
        guard geteuid() != 0 else { return }  // root may
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            #expect(chmod(hermes.home("work"), 0o555) == 0)
            defer { _ = chmod(hermes.home("work"), 0o755) }
            let result = try hermes.ctl("gateway", "stop", "-p", "work")
            #expect(result.code == 0)
            #expect(result.errors.contains("done, but: \(hermes.home("work"))/.gateway"))
            #expect(try hermes.pid("work") == -1)
        }
    }

    @Test func `P04 restart converges to up from any state`() throws {
        try HermesTree.with { hermes in
            let manager = try hermes.manager, work = try name("work")
            try manager.register(work, starting: false, soon())
            for state in ["never started", "stopped", "up", "parked", "finishing"] {
                switch state {
                case "stopped": #expect(manager.stop([work], soon())[0].error == nil)
                case "parked": try Command.run("s6-svc", "-O", hermes.slot("work"))
                case "finishing":
                    try Command.run("s6-svc", "-t", hermes.slot("work"))
                default: break
                }
                let outcome = manager.restart([work], soon())[0]
                #expect(outcome.error == nil && outcome.status?.isUp == true, "\(state)")
                #expect(
                    try manager.service(work).status().wantsUp && !hermes.has(hermes.slot("work") + "/down"),
                    "\(state)"
                )
                #expect(try hermes.desired("work") == "running")
                try hermes.settle("work")
            }
        }
    }

    @Test func `P10 a burst of restarts is one now, and one at its end`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_RESTART_INTERVAL": "5"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let burst = try (0..<8).map { _ in try hermes.begin(["gateway", "restart", "-p", "work"]) }
            for child in burst { #expect(child.wait() == 0) }
            try hermes.settle("work")
            let starts = try #require(hermes.text("gateway-starts.log", of: "work")).split(separator: "\n").count
            #expect((2...3).contains(starts), "one start, and one or two restarts: \(starts)")
            #expect(try hermes.ctl("gateway", "restart", "-p", "work", "--json").output.contains(#""ok":true"#))
        }
    }

    @Test func `a stop that comes after a restart which still waits has the last word`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_RESTART_INTERVAL": "8"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.ctl("gateway", "restart", "-p", "work")
            try hermes.settle("work")
            let waiting = try hermes.begin(["gateway", "restart", "-p", "work"])
            usleep(300_000)
            #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
            #expect(waiting.wait() == 1)
            #expect(try hermes.pid("work") == -1 && hermes.desired("work") == "stopped")
        }
    }

    @Test func `P21 what is missing is told apart`() throws {
        try HermesTree.with { hermes in
            for verb in ["stop", "restart"] {
                let unknown = try hermes.ctl("gateway", verb, "-p", "nobody")
                #expect(unknown.code == 104 && unknown.errors.contains("no such gateway 'nobody'"))
                #expect(unknown.errors.contains("hermes profile create nobody"))
                let slotless = try hermes.ctl("gateway", verb, "-p", "work")
                #expect(
                    slotless.code == 104 && slotless.errors.contains("the profile is there, but it has no slot here")
                )
                let treeless = try hermes.ctl("gateway", verb, "-p", "work", "--scandir", hermes.home)
                #expect(treeless.code == 102 && treeless.errors.contains("no s6-svscan runs on it"))
                let nowhere = try hermes.ctl("gateway", verb, "-p", "work", "--scandir", "/nonexistent")
                #expect(nowhere.code == 102)
            }
            #expect(try hermes.ctl("gateway", "status", "-p", "nobody").code == 104)
            #expect(try hermes.ctl("gateway", "status", "--scandir", hermes.home).code == 102)
            #expect(try hermes.ctl("gateway", "register", "-p", "nobody").code == 104)
            #expect(try hermes.ctl("gateway", "register", "-p", "Nobody").code == 100)
            let hidden = try FileManager.default.contentsOfDirectory(atPath: hermes.tree.path)
            #expect(!hidden.contains { $0.contains("nobody") }, "no lock is left for a slip of the keyboard")
        }
    }

    @Test func `U14 what the system refuses is told with its number and its path`() throws {
        guard geteuid() != 0 else { return }
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            #expect(chmod(hermes.slot("work") + "/supervise/control", 0) == 0)
            let result = try hermes.ctl("gateway", "stop", "-p", "work")
            #expect(result.code == 111 && result.errors.contains("supervise/control: cannot open: permission denied"))
            #expect(chmod(hermes.slot("work") + "/supervise/control", 0o600) == 0)
        }
    }

    @Test func `U30 B29 start registers what has a SOUL.md, and nothing else does`() throws {
        try HermesTree.with { hermes in
            try FileManager.default.createDirectory(
                atPath: hermes.home + "/profiles/soulless",
                withIntermediateDirectories: true
            )
            #expect(try hermes.ctl("gateway", "start", "-p", "soulless").code == 104)
            #expect(!hermes.has(hermes.slot("soulless")))
            #expect(try hermes.ctl("gateway", "restart", "-p", "work").code == 104)
            #expect(try hermes.ctl("gateway", "start", "-p", "work").output.contains("registered"))
        }
    }

    @Test func `U28 P23 all go through the manager, one that fails keeps no other, and it shows`() throws {
        try HermesTree.with(["deaf", "play", "work"]) { hermes in
            let none = try hermes.ctl("gateway", "stop", "--all")
            #expect(none.output == "✗ No profile gateways registered under s6\n" && none.code == 0)
            try hermes.behave("deaf", "deaf")
            for profile in ["deaf", "play", "work"] {
                try hermes.ctl("gateway", "start", "-p", profile)
                try hermes.settle(profile)
            }
            let result = try hermes.ctl("gateway", "stop", "--all", "--timeout", "5")
            #expect(result.code == 99 && result.output == "✓ Stopped 2 profile gateway(s) under s6\n")
            #expect(result.errors.hasPrefix("✗ Could not stop gateway-deaf: "))
            #expect(try hermes.pid("work") == -1 && hermes.pid("play") == -1 && hermes.pid("deaf") > 0)
            let json = try hermes.ctl("gateway", "restart", "--all", "--json", "--timeout", "20", "--kill-after", "0.1")
            #expect(json.code == 0 && json.output.components(separatedBy: #""ok":true"#).count == 4)
            #expect(try hermes.ctl("gateway", "stop", "--all", "-p", "work").code == 100)
        }
    }

    @Test func `B45 what the root's gateway serves is refused with 78, but for --force`() throws {
        try HermesTree.with { hermes in
            let refused = try hermes.ctl("gateway", "start", "-p", "work", "--policy", "C")
            #expect(refused.code == 78 && refused.errors.contains("multiplexing") && refused.errors.contains("--force"))
            #expect(!hermes.has(hermes.slot("work")))
            let multiplex = ["HERMES_GATEWAY_POLICY": "B", "GATEWAY_MULTIPLEX_PROFILES": "true"]
            #expect(try hermes.ctl("gateway", "start", "-p", "work", environment: multiplex).code == 78)
            #expect(try hermes.ctl("gateway", "start", "--policy", "C").code == 0, "the root's own")
            #expect(try hermes.ctl("gateway", "start", "-p", "work", "--policy", "C", "--force").code == 0)
            try hermes.settle("work")
        }
    }

    @Test func `U18 B26 it is up when it is up`() throws {
        try HermesTree.with { hermes in
            let manager = try hermes.manager, work = try name("work")
            #expect(try !manager.isRunning(work))
            try manager.register(work, starting: false, soon())
            #expect(try !manager.isRunning(work))
            try manager.start(work)
            #expect(try manager.isRunning(work))
            try Command.run("s6-svc", "-x", hermes.slot("work"))
            try manager.stop(work)
            #expect(try !manager.isRunning(work))
            #expect(manager.kind == .s6 && manager.supportsRuntimeRegistration)
        }
    }

    @Test func `U07 the gateway has the variables that it was registered with`() throws {
        try HermesTree.with { hermes in
            let words = ["--env", "PROBE=it's a $HOME", "--env", "A=1", "--start"]
            #expect(
                try Command.run(
                    [HermesCtl.path, "gateway", "register", "-p", "work"] + words,
                    environment: hermes.environment
                ).code == 0
            )
            try hermes.settle("work")
            let text = try Contents.text("/proc/\(try hermes.pid("work"))/environ")
            for entry in ["PROBE=it's a $HOME", "A=1", "HERMES_S6_SUPERVISED_CHILD=1", "HOME=\(hermes.home)"] {
                #expect(text.split(separator: "\0").contains { $0 == entry })
            }
            #expect(try hermes.ctl("reconcile").output.contains("profile=work prior_state=running action=unchanged"))
        }
    }

    @Test func `D5 a gateway whose supervisor is killed is told to end`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let gateway = try hermes.pid("work")
            guard case .supervised(let supervisor?) = try hermes.manager.service(name("work")).supervised() else {
                return
            }
            kill(supervisor, SIGKILL)
            try eventually("it has ended") {
                let stat = try? Contents.text("/proc/\(gateway)/stat")
                return stat?.contains(") Z ") ?? true
            }
            try eventually("another runs") { (try? hermes.pid("work")).map { $0 > 0 && $0 != gateway } ?? false }
        }
    }

    @Test func `in an isolated tree nothing is chowned at all`() throws {
        try HermesTree.with { hermes in
            let trace = hermes.home + "/trace"
            let strace = ["strace", "-f", "-o", trace, "-e", "trace=chown,fchown,lchown,fchownat"]
            for words in [["start"], ["restart"], ["stop"], ["retire"]] {
                let command = strace + [HermesCtl.path, "gateway"] + words + ["-p", "work"]
                #expect(try Command.run(command, environment: hermes.environment).code == 0)
                let text = try #require(hermes.text("trace", of: "default"))
                #expect(!text.contains("chown"), "\(words): \(text)")
            }
        }
    }
}
