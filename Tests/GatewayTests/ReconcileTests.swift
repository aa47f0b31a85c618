import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// Reconciling before there is an s6-svscan, as at the boot of a container.
@Suite struct ReconcileTests {
    /// A home and a scandir that nothing keeps.
    final class Boot {
        let scratch = try? Scratch()
        let home: String, scan: String
        var settings: GatewaySettings
        var order = Reconciler.Order(VerbTerms(before: .after(.seconds(20))))

        init(_ profiles: [String] = ["work"]) throws {
            let base = try #require(scratch)
            home = base.path + "/home"
            scan = base.path + "/scan"
            try base.makeDirectory("home/profiles")
            try base.makeDirectory("scan")
            settings = GatewaySettings(ScanDirectory(try S6Path(scan)), HermesHome(try S6Path(home)), style: .plain)
            settings.tree = .isolated
            settings.hermesctl = try S6Path(HermesCtl.path)
            order.isBoot = true
            for profile in profiles { try write("", "profiles/\(profile)/SOUL.md") }
        }

        func write(_ text: String, _ file: String) throws { try scratch?.write(text, to: "home/" + file) }
        func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: scan + "/" + file) }
        func keeps(_ file: String) -> Bool { FileManager.default.fileExists(atPath: home + "/" + file) }

        /// What was done about each, by name.
        @discardableResult
        func reconcile() throws -> [String: String] {
            var done: [String: String] = [:]
            for action in try Reconciler(settings).reconcile(order) {
                done[String(decoding: action.profile, as: UTF8.self)] = "\(action.action)"
            }
            return done
        }

        func lines() throws -> [String] { try Reconciler(settings).reconcile(order).map(\.line) }
    }

    @Test func `B53 the root profile always has a slot`() throws {
        let boot = try Boot([])
        #expect(try boot.reconcile() == ["default": "registered"])
        #expect(boot.has("gateway-default/run") && boot.has("gateway-default/down"))
        try FileManager.default.removeItem(atPath: boot.home + "/profiles")
        #expect(try boot.reconcile() == ["default": "registered"], "U20: without profiles/ as well")
    }

    @Test(arguments: [
        (#"{"gateway_state":"running"}"#, "started"), (#"{"gateway_state":"draining"}"#, "started"),
        (#"{"gateway_state":"degraded"}"#, "started"), (#"{"gateway_state":"stopped"}"#, "registered"),
        (#"{"gateway_state":"starting"}"#, "registered"), (#"{"gateway_state":"startup_failed"}"#, "registered"),
        (#"{"gateway_state":"running","desired_state":"stopped"}"#, "registered"),
        (#"{"gateway_state":"stopped","desired_state":"running"}"#, "started"),
        (#"{"gateway_state":"running","desired_state":null}"#, "started"),
        (#"{"gateway_state":"running","desired_state":"sideways"}"#, "registered"),
        (#"{"gateway_state":"running","desired_state":7}"#, "registered"),
        ("\u{FEFF}{\"gateway_state\":\"running\"}", "started"), ("{\"gateway_state\":\"running\"", "registered"),
        ("[]", "registered"), ("", "registered"), ("\0\0", "registered"), (#"{"gateway_state":{"a":1}}"#, "registered"),
    ]) func `U19 B54 B55 what was decides what is`(state: String, action: String) throws {
        let boot = try Boot()
        try boot.write(state, "profiles/work/gateway_state.json")
        #expect(try boot.reconcile()["work"] == action)
        #expect(boot.has("gateway-work/down") == (action == "registered"))
    }

    @Test func `U20 B07 P16 what is no profile keeps no other from its gateway`() throws {
        let boot = try Boot(["work", "Bad Name", "default", "x.y"])
        try boot.scratch?.makeDirectory("home/profiles/stray")
        try boot.write("", "profiles/file")
        let done = try boot.reconcile()
        #expect(
            done == [
                "default": "skipped reason=reserved-name", "work": "registered",
                "Bad Name": "skipped reason=invalid-name", "x.y": "skipped reason=invalid-name",
            ]
        )
        #expect(boot.has("gateway-default/run") && boot.has("gateway-work/run") && !boot.has("gateway-stray"))
        let lines = try boot.lines()
        #expect(
            lines.contains("profile=Bad_Name prior_state=None action=skipped reason=invalid-name prior_exit=unknown")
        )
    }

    @Test func `U21 B56 stale files go at boot, and at no other time`() throws {
        let files = ["gateway.pid", "processes.json", "profiles/work/gateway.pid", "profiles/work/processes.json"]
        let boot = try Boot()
        for file in files + ["gateway.lock"] { try boot.write("x", file) }
        boot.order.isBoot = false
        try boot.reconcile()
        #expect(files.allSatisfy { boot.keeps($0) })
        boot.order.isBoot = true
        try boot.reconcile()
        #expect(!files.contains { boot.keeps($0) } && boot.keeps("gateway.lock"))
    }

    @Test func `without hermesctl no slot is made or renewed`() throws {
        let boot = try Boot()
        boot.settings.hermesctl = try S6Path(boot.home + "/none")
        let failed = try Reconciler(boot.settings).reconcile(boot.order)
        #expect(failed.allSatisfy { $0.action == .skipped(.failed) && $0.error == .noCommand(boot.settings.hermesctl) })
        #expect(failed.count == 2 && !boot.has("gateway-work"))
    }

    @Test func `U21 B63 a dry run touches nothing`() throws {
        let boot = try Boot()
        try boot.write(#"{"gateway_state":"running"}"#, "profiles/work/gateway_state.json")
        try boot.write("x", "gateway.pid")
        try boot.scratch?.makeDirectory("scan/.gateway-old.tmp")
        boot.order.isDry = true
        let command = ["/init", "/opt/hermes/docker/main-wrapper.sh", "gateway", "run"].map { Array($0.utf8) }
        boot.order.command = ContainerCommand(commandLine: command)
        let before = try FileManager.default.subpathsOfDirectory(atPath: boot.home + "/..").sorted()
        #expect(try boot.reconcile() == ["default": "started", "work": "started"])
        #expect(try FileManager.default.subpathsOfDirectory(atPath: boot.home + "/..").sorted() == before)
    }

    @Test func `U23 B57 a second pass makes the slots anew, and what killed ones left is gone`() throws {
        let boot = try Boot()
        try boot.reconcile()
        try Data("old".utf8).write(to: URL(filePath: boot.scan + "/gateway-work/run"))
        try boot.scratch?.write("x", to: "scan/.gateway-work.tmp/leftover")
        try boot.scratch?.write("x", to: "scan/.gateway-gone.tmp/leftover")
        try boot.scratch?.write("x", to: "scan/.gateway-gone.retired-abcdef/leftover")
        try boot.scratch?.write("x", to: "scan/.other.tmp/kept")
        try boot.write(#"{"desired_state":"running"}"#, "profiles/work/gateway_state.json")
        #expect(try boot.reconcile()["work"] == "started")
        #expect(!boot.has("gateway-work/down"))
        #expect(try Contents.text(boot.scan + "/gateway-work/run").hasPrefix("#!/bin/sh"))
        let hidden = try FileManager.default.contentsOfDirectory(atPath: boot.scan).filter { $0.hasPrefix(".") }
        #expect(Set(hidden.filter { !$0.hasSuffix(".lock") }) == [".other.tmp"])
    }

    @Test(
        arguments: [
            ("A", nil, ["default": "registered", "play": "registered", "work": "started"]),
            ("B", nil, ["default": "registered", "play": "registered", "work": "started"]),
            ("B", "1", ["default": "registered", "play": "registered", "work": "registered"]),
            ("C", nil, ["default": "started", "play": "registered", "work": "registered"]),
        ] as [(String, String?, [String: String])]
    ) func `U24 B65 each policy starts its own`(
        policy: String,
        multiplex: String?,
        done: [String: String]
    ) throws {
        let boot = try Boot(["play", "work"])
        try boot.write(#"{"gateway_state":"running"}"#, "profiles/work/gateway_state.json")
        boot.settings.policy = try #require(GatewayPolicy(letter: Array(policy.utf8)))
        boot.settings.multiplexVariable = multiplex.map { Array($0.utf8) }
        #expect(try boot.reconcile() == done)
        let folded = try boot.lines().filter { $0.contains("folded_into_root=") }
        #expect(folded.count == (policy == "C" ? 3 : 0))
        if policy == "C" { #expect(folded.contains { $0.contains("profile=work") && $0.hasSuffix("=True") }) }
    }

    @Test(arguments: [
        "/init /opt/hermes/docker/main-wrapper.sh gateway run", "s6-svscan /run/main-wrapper.sh hermes gateway run -v",
        "/bin/sh -e main-wrapper.sh /opt/hermes/docker/entrypoint-dispatch.sh /opt/hermes/bin/hermes gateway run",
    ]) func `U25 B58 a container of old is taken over`(line: String) throws {
        let boot = try Boot([])
        boot.order.command = ContainerCommand(commandLine: line.split(separator: " ").map { Array($0.utf8) })
        #expect(try boot.reconcile() == ["default": "started"])
        let text = try Contents.text(boot.home + "/gateway_state.json")
        #expect(
            text.contains(#""migrated_from":"legacy-container-cmd""#) && text.contains(#""desired_state":"running""#)
        )
        #expect((try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?["timestamp"] is Int)
    }

    @Test func `U25 B58 nothing else is taken over`() throws {
        for line in [
            "x gateway run", "main-wrapper.sh", "main-wrapper.sh chat", "main-wrapper.sh gateway run --no-supervise",
        ] {
            let boot = try Boot([])
            boot.order.command = ContainerCommand(commandLine: line.split(separator: " ").map { Array($0.utf8) })
            #expect(try boot.reconcile() == ["default": "registered"], "\(line)")
            #expect(!boot.keeps("gateway_state.json"))
        }
        let boot = try Boot([])
        boot.order.command = ContainerCommand(
            commandLine: ["main-wrapper.sh", "gateway", "run"].map { Array($0.utf8) }
        )
        boot.order.optsOut = true
        #expect(try boot.reconcile() == ["default": "registered"])
        boot.order.optsOut = false
        try boot.write("{}", "gateway_state.json")
        #expect(try boot.reconcile() == ["default": "registered"], "it has a state")
    }

    @Test func `U25 B52 the dashboard's container is known by its command`() throws {
        let line = ["/init", "main-wrapper.sh", "hermes", "dashboard", "--port", "1"].map { Array($0.utf8) }
        #expect(ContainerCommand(commandLine: line)?.isDashboard == true)
        let scratch = try Scratch()
        try scratch.write("sleep\0", to: "proc/1/cmdline")
        try scratch.write("sh\0/x/main-wrapper.sh\0dashboard\0", to: "proc/77/cmdline")
        #expect(ContainerCommand.find(root: try scratch.s6)?.isDashboard == true)
        #expect(ContainerCommand.find(root: "/nonexistent") == nil)
    }

    @Test func `U26 B62 how it ended is told`() throws {
        let boot = try Boot(["clean", "unclean", "odd"])
        try boot.write(#"{"phase":"exited"}"#, "profiles/clean/state/gateway.lifecycle.json")
        try boot.write(#"{"phase":"running"}"#, "profiles/unclean/state/gateway.lifecycle.json")
        try boot.write("{", "profiles/odd/state/gateway.lifecycle.json")
        let lines = try boot.lines()
        for (profile, exit) in [("clean", "clean"), ("unclean", "unclean"), ("odd", "unknown"), ("default", "unknown")]
        {
            #expect(lines.contains { $0.hasPrefix("profile=\(profile) ") && $0.hasSuffix(" prior_exit=\(exit)") })
        }
    }

    @Test func `U22 B60 the boot log is written, and rotated when it is large`() throws {
        let scratch = try Scratch(), log = BootLog(in: HermesHome(try scratch.s6))
        let boot = try Boot()
        let actions = try Reconciler(boot.settings).reconcile(boot.order)
        try log.append(actions, at: UTCTime(unixSeconds: 1_700_000_000))
        let text = try #require(scratch.text("logs/container-boot.log"))
        #expect(
            text == """
                2023-11-14T22:13:20+0000 profile=default prior_state=None action=registered prior_exit=unknown
                2023-11-14T22:13:20+0000 profile=work prior_state=None action=registered prior_exit=unknown

                """
        )
        try log.append(actions)
        #expect(!scratch.has("logs/container-boot.log.1"), "it is small")
        try scratch.write(String(repeating: "x", count: 262_144), to: "logs/container-boot.log")
        try scratch.write("older", to: "logs/container-boot.log.1")
        try log.append(actions)
        #expect(scratch.text("logs/container-boot.log.1")?.utf8.count == 262_144)
        #expect(scratch.text("logs/container-boot.log")?.hasSuffix("prior_exit=unknown\n") == true)
        #expect(try log.lines().count == 3)
    }

    @Test func `a state that is no file, or too large, is told and counts as none`() throws {
        let boot = try Boot(["fifo", "link", "directory", "large", "work"])
        #expect(mkfifo(boot.home + "/profiles/fifo/gateway_state.json", 0o644) == 0)
        #expect(symlink("/etc/passwd", boot.home + "/profiles/link/gateway_state.json") == 0)
        try boot.scratch?.makeDirectory("home/profiles/directory/gateway_state.json")
        try boot.write(
            "{\"a\":\"" + String(repeating: "x", count: 10 << 20) + "\",\"gateway_state\":\"running\"}",
            "profiles/large/gateway_state.json"
        )
        try boot.write("{\"gateway_state\":\"running\"}", "profiles/work/gateway_state.json")
        let actions = try Reconciler(boot.settings).reconcile(boot.order)
        for action in actions {
            let name = String(decoding: action.profile, as: UTF8.self)
            let isOdd = ["fifo", "link", "directory"].contains(name)
            #expect((action.error != nil) == isOdd, "\(name)")
            #expect("\(action.action)" == (name == "work" || name == "large" ? "started" : "registered"), "\(name)")
        }
        let file = GatewayStateFile(of: try name("large"), in: boot.settings.hermes)
        #expect(try file.write(.stopped, before: .after(.seconds(5))), "ten megabytes are edited in place")
        let size = try FileManager.default.attributesOfItem(atPath: "\(file.path)")[.size] as? Int
        #expect(try #require(size) > 10 << 20)
        try boot.write(String(repeating: " ", count: 17 << 20), "profiles/large/gateway_state.json")
        #expect(throws: GatewayError.stateFileTooLarge(file.path, size: 17 << 20)) {
            try file.write(.running, before: .now)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may look into anything"))
    func `P16 what may not be looked into is skipped`() throws {
        let boot = try Boot(["closed", "work"])
        #expect(chmod(boot.home + "/profiles/closed", 0) == 0)
        defer { _ = chmod(boot.home + "/profiles/closed", 0o755) }
        #expect(
            try boot.reconcile() == [
                "default": "registered", "closed": "skipped reason=unreadable", "work": "registered",
            ]
        )
    }

    @Test func `a profile that is a link of one's own is a profile, and one that dangles is none`() throws {
        let boot = try Boot([])
        try boot.scratch?.write("", to: "elsewhere/SOUL.md")
        let base = try #require(boot.scratch).path
        #expect(symlink(base + "/elsewhere", boot.home + "/profiles/linked") == 0)
        #expect(symlink(base + "/nowhere", boot.home + "/profiles/dangling") == 0)
        #expect(symlink("loop", boot.home + "/profiles/loop") == 0)
        #expect(try boot.reconcile()["linked"] == "registered")
        #expect(try boot.reconcile()["dangling"] == nil)
    }

    @Test func `U03 B15 the skeleton is what s6-supervise takes over`() throws {
        let boot = try Boot()
        boot.settings.tree = .shared
        let old = umask(0o077)
        defer { umask(old) }
        try boot.reconcile()
        for part in ["gateway-work", "gateway-work/log"] {
            let modes = ["event": 0o3730, "supervise": 0o755, "supervise/event": 0o3730, "supervise/control": 0o660]
            for (name, mode) in modes {
                #expect(try boot.scratch?.mode("scan/\(part)/\(name)") == mode, "\(part)/\(name)")
            }
            let type = try FileManager.default.attributesOfItem(atPath: boot.scan + "/\(part)/supervise/control")[.type]
            #expect(type as? FileAttributeType == .typeUnknown, "a FIFO")
        }
        for (file, mode) in ["run": 0o755, "finish": 0o755, "log/run": 0o755, "type": 0o644, "down": 0o644] {
            #expect(try boot.scratch?.mode("scan/gateway-work/" + file) == mode, "\(file)")
        }
        #expect(try Contents.text(boot.scan + "/gateway-work/type") == "longrun\n")
        let isolated = try Boot()
        try isolated.reconcile()
        #expect(!isolated.has("gateway-work/supervise") && !isolated.has("gateway-work/event"))
        for absent in ["notification-fd", "timeout-kill", "timeout-finish", "down-signal", "max-death-tally", "data"] {
            #expect(!boot.has("gateway-work/" + absent), "B17")
        }
    }

    @Test func `hermesctl reconcile --boot returns without a scanner, writes the log, and says what it did`() throws {
        let boot = try Boot(["work", "Bad"])
        try boot.write(#"{"gateway_state":"running"}"#, "profiles/work/gateway_state.json")
        let environment = ["HERMES_HOME": boot.home, "HERMES_SCANDIR": boot.scan]
        let dry = try HermesCtl.run("reconcile", "--boot", "--dry-run", "--json", environment: environment)
        #expect(dry.code == 0 && dry.output.contains(#""profile":"work","prior_state":"running","action":"started""#))
        #expect(!boot.keeps("logs") && !boot.has("gateway-work"))
        let result = try HermesCtl.run("reconcile", "--boot", environment: environment)
        #expect(result.code == 0 && result.errors.isEmpty)
        #expect(
            result.output == """
                reconcile: profile=default prior_state=None action=registered prior_exit=unknown
                reconcile: profile=work prior_state=running action=started prior_exit=unknown
                reconcile: profile=Bad prior_state=None action=skipped reason=invalid-name prior_exit=unknown

                """
        )
        let log = try Contents.text(boot.home + "/logs/container-boot.log")
        #expect(log.split(separator: "\n").count == 3 && log.contains("+0000 profile=default "))
        let missing = try HermesCtl.run(
            "reconcile",
            "--boot",
            environment: ["HERMES_HOME": boot.home, "HERMES_SCANDIR": boot.scan + "/none"]
        )
        #expect(missing.code == 111 && missing.errors.contains(boot.scan + "/none"))
    }

    @Test func `the variables of a slot outlast a boot`() throws {
        let boot = try Boot()
        try boot.reconcile()
        try boot.scratch?.write("TOKEN=x y\n", to: "scan/gateway-work/environment")
        try boot.reconcile()
        #expect(boot.scratch?.text("scan/gateway-work/environment") == "TOKEN=x y\n")
        #expect(boot.scratch?.text("scan/gateway-work/run")?.contains("export TOKEN='x y'") == true)
    }

    @Test func `G02 what the gateway told last is in the boot log, too, where another thing was wanted`() throws {
        let boot = try Boot()
        try boot.write(
            #"{"gateway_state":"startup_failed","desired_state":"running"}"#,
            "profiles/work/gateway_state.json"
        )
        let line = try #require(try boot.lines().first { $0.contains("profile=work") })
        #expect(line.hasPrefix("profile=work prior_state=running action=started prior_exit=unknown"))
        #expect(line.hasSuffix(" observed_state=startup_failed"))
    }
}
