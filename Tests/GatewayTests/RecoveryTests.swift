import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// What verbs that were killed, or have others in their way, leave behind, and how the next goes on from there.
@Suite(.live, .bounded) struct RecoveryTests {
    /// Has somebody hold the lock of a slot for some seconds.
    func hold(_ profile: String, in hermes: HermesTree, seconds: String) throws -> Child {
        try hold(hermes.tree.path + "/.gateway-\(profile).lock", seconds: seconds)
    }

    func hold(_ lock: String, seconds: String) throws -> Child {
        let child = try Child(["flock", lock, "sleep", seconds])
        try eventually("it is held") { try Command.run("flock", "-n", lock, "true").code != 0 }
        return child
    }

    func starts(_ hermes: HermesTree, _ profile: String) -> Int {
        (hermes.text("gateway-starts.log", of: profile) ?? "").split(separator: "\n").count
    }

    @Test(arguments: ["start", "restart", "reconcile"])
    func `D8 a registration that was killed before the scan is finished by the next verb`(verb: String) throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.ctl("gateway", "register")
            // A slot that is complete, and that no scan has seen.
            try hermes.manager.settings.scandir.lay(name("work").slot) { (slot) throws(S6Error) in
                try slot.addFile("run", Array("#!/bin/sh\nexec sleep 1000\n".utf8), mode: 0o755)
                try slot.addDirectory("log")
                try slot.addFile("log/run", Array("#!/bin/sh\nexec sleep 1000\n".utf8), mode: 0o755)
                try slot.addFile("down", [])
            }
            let words = verb == "reconcile" ? [verb] : ["gateway", verb, "-p", "work"]
            let result = try Command.run([HermesCtl.path] + words, environment: hermes.environment)
            #expect(result.code == 0, "\(result)")
            #expect(try hermes.manager.service(name("work")).supervised() != .unsupervised)
            if verb == "reconcile" {
                #expect(result.output.contains("profile=work prior_state=None action=registered"))
            }
            #expect(try (hermes.pid("work") > 0) == (verb != "reconcile"))
        }
    }

    @Test func `D8 a start that was killed before the scan is finished by reconcile`() throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.ctl("gateway", "register")
            try hermes.manager.settings.scandir.lay(name("work").slot) { (slot) throws(S6Error) in
                try slot.addFile("run", Array("#!/bin/sh\nexit 1\n".utf8), mode: 0o755)
                try slot.addDirectory("log")
                try slot.addFile("down", [])
            }
            try hermes.write(#"{"desired_state":"running"}"#, to: "gateway_state.json", of: "work")
            #expect(try hermes.ctl("reconcile").output.contains("profile=work prior_state=running action=started"))
            try hermes.settle("work")
        }
    }

    @Test func `what a tree that is just starting has not come to has all the time that is left`() throws {
        try HermesTree.with(["one", "three", "two"]) { hermes in
            let profiles = ["default", "one", "three", "two"]
            kill(hermes.tree.scanner, SIGSTOP)
            for profile in profiles {
                try hermes.manager.settings.scandir.lay(name(profile).slot) { (slot) throws(S6Error) in
                    try slot.addFile("run", Array("#!/bin/sh\nexec sleep 1000\n".utf8), mode: 0o755)
                    try slot.addDirectory("log")
                    try slot.addFile("log/run", Array("#!/bin/sh\nexec sleep 1000\n".utf8), mode: 0o755)
                    try slot.addFile("down", [])
                }
            }
            let reconciling = try hermes.begin(["reconcile", "--timeout", "20"])
            usleep(7_000_000)  // a third of the time is over, and so is the first's part of it
            kill(hermes.tree.scanner, SIGCONT)
            #expect(reconciling.wait() == 0)
            for profile in profiles {
                #expect(try hermes.manager.service(name(profile)).supervised() != .unsupervised)
            }
        }
    }

    @Test func `a slot that no supervisor takes up keeps no other from what is asked`() throws {
        try HermesTree.with(["aground", "work"]) { hermes in
            try hermes.ctl("gateway", "register", "-p", "work")
            try hermes.manager.settings.scandir.lay(name("aground").slot) { (slot) throws(S6Error) in
                try slot.addFile("run", Array("#!/bin/sh\nexit 1\n".utf8), mode: 0o755)
                try slot.addDirectory("supervise")
                try slot.addDirectory("supervise/control")
            }
            let result = try hermes.ctl("gateway", "start", "--all", "--timeout", "8")
            #expect(result.code == 102 && result.errors.contains("gateway-aground"), "\(result)")
            #expect(result.output.contains("Started 1 profile gateway(s)"))
            try hermes.add("new")
            let reconciled = try hermes.ctl("reconcile", "--timeout", "8").output
            #expect(reconciled.contains("profile=new prior_state=None action=registered"))
            #expect(
                reconciled.contains("profile=aground prior_state=None action=skipped reason=failed"),
                "\(reconciled)"
            )
        }
    }

    @Test func `one that does not end keeps no other from its retirement`() throws {
        try HermesTree.with(["deaf", "work"]) { hermes in
            try hermes.behave("deaf", "deaf")
            for profile in ["deaf", "work"] {
                try hermes.ctl("gateway", "start", "-p", profile)
                try hermes.settle(profile)
            }
            let result = try hermes.ctl("gateway", "retire", "--all", "--timeout", "8")
            #expect(result.code == 99 && result.errors.contains("gateway-deaf"), "\(result)")
            #expect(!hermes.has(hermes.slot("work")))
            #expect(try hermes.ctl("gateway", "retire", "-p", "deaf", "--kill-after", "0").code == 0)
        }
    }

    @Test func `a restart that waits has its way, whatever becomes of the gateway by itself`() throws {
        try HermesTree.with(["work"], environment: ["HERMES_GATEWAY_RESTART_INTERVAL": "8"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.ctl("gateway", "restart", "-p", "work")
            try hermes.settle("work")
            let waiting = try hermes.begin(["gateway", "restart", "-p", "work"])
            usleep(300_000)
            try Command.run("s6-svc", "-wD", "-d", hermes.slot("work"))
            #expect(waiting.wait() == 0)
            #expect(try hermes.pid("work") > 0)
        }
    }

    @Test func `D8 what a registration that was killed has left goes with the retirement`() throws {
        try HermesTree.with(["work"]) { hermes in
            let staging = hermes.tree.path + "/.gateway-work.tmp"
            try FileManager.default.createDirectory(atPath: staging + "/log", withIntermediateDirectories: true)
            #expect(try hermes.ctl("gateway", "retire", "-p", "work").code == 0)
            #expect(try hermes.leftovers().isEmpty)
        }
    }

    @Test func `D8 a retirement that was killed is seen, and a stop finishes it`() throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let gateway = try hermes.pid("work")
            let hidden = hermes.tree.path + "/.gateway-work.retired-abcdef"
            try FileManager.default.moveItem(atPath: hermes.slot("work"), toPath: hidden)
            let health = try hermes.ctl("health")
            #expect(health.code == 1 && health.output.contains("it runs on after a retirement"))
            let stopped = try hermes.ctl("gateway", "stop", "-p", "work")
            #expect(stopped.code == 0, "\(stopped)")
            #expect(kill(gateway, 0) != 0 && !hermes.has(hidden))
            #expect(try hermes.desired("work") == "stopped")
        }
    }

    @Test func `D8 P16 a slot that somebody is at keeps no other from what is asked`() throws {
        try HermesTree.with(["play", "work"]) { hermes in
            try hermes.ctl("reconcile")
            let holder = try hold("default", in: hermes, seconds: "30")
            defer { holder.signal(SIGKILL) }
            let result = try hermes.ctl("gateway", "start", "--all", "--timeout", "6")
            #expect(result.code == 99 && result.errors.contains(".gateway-default.lock"))
            #expect(result.output.contains("Started 2 profile gateway(s)"))
            #expect(try hermes.pid("play") > 0 && hermes.pid("work") > 0 && hermes.pid("default") == -1)
            try hermes.add("new")
            let reconciled = try hermes.ctl("reconcile", "--timeout", "6")
            #expect(reconciled.output.contains("profile=new prior_state=None action=registered"))
            #expect(reconciled.output.contains("profile=default prior_state=None action=skipped reason=busy"))
            // What nobody waits for any more is not done.
            let waiting = try hermes.begin(["gateway", "start"])
            usleep(200_000)
            waiting.signal(SIGTERM)
            #expect(waiting.wait() == 128 + SIGTERM)
            holder.signal(SIGKILL)
            holder.wait()
            #expect(try hermes.pid("default") == -1 && hermes.leftovers().isEmpty)
        }
    }

    @Test func `a restart of all and a stop of all do not wait for each other`() throws {
        try HermesTree.with(["play", "work"], environment: ["HERMES_GATEWAY_RESTART_INTERVAL": "2"]) { hermes in
            for profile in ["play", "work"] { try hermes.ctl("gateway", "start", "-p", profile) }
            for profile in ["play", "work"] { try hermes.settle(profile) }
            try hermes.ctl("gateway", "restart", "-p", "play")
            let restarting = try hermes.begin(["gateway", "restart", "--all", "--timeout", "60"])
            usleep(300_000)
            // Had they to wait for each other, it would be for the restart's minute.
            #expect(try hermes.ctl("gateway", "stop", "--all", "--timeout", "20").code == 0)
            _ = restarting.wait()
            #expect(try hermes.pid("play") == -1 && hermes.pid("work") == -1, "the stop has the last word")
        }
    }

    @Test func `P10 restarts that nobody waits for are no storm`() throws {
        try HermesTree.with(["work"], environment: ["HERMES_GATEWAY_RESTART_INTERVAL": "30"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            for _ in 0..<6 {
                let code = try hermes.ctl("gateway", "restart", "-p", "work", "--timeout", "1").code
                #expect(code == 0 || code == 99)
                usleep(50_000)
            }
            try hermes.settle("work")
            #expect(starts(hermes, "work") == 2, "the start, and the first restart")
            #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
            #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
            #expect(
                try hermes.ctl("gateway", "restart", "-p", "work", "--timeout", "20").code == 0,
                "a start ends that"
            )
        }
    }

    @Test func `D4 a restart that was killed never costs the service, whatever the gateway exits with`() throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.behave("work", "slow=400")
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let gateway = try hermes.pid("work")
            let child = try hermes.begin(["gateway", "restart", "-p", "work"])
            try eventually("it ends") { try hermes.state("work")["gateway_state"] as? String == "draining" }
            child.signal(SIGKILL)
            child.wait()
            // The gateway takes its end for planned, and exits 0.
            let marker = #"{"target_pid":\#(gateway),"target_start_time":null}"#
            try hermes.write(marker, to: ".gateway-planned-stop.json", of: "work")
            try eventually("another one runs") {
                let pid = try hermes.pid("work")
                return pid > 0 && pid != gateway
            }
        }
    }

    @Test func `a restart lifts a cap that came in between`() throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let data = hermes.slot("work") + "/data"
            _ = mkdir(data, 0o755)
            try Data("deaths=5 seconds=9 exit=1 signal=0 time=1\n".utf8).write(to: URL(filePath: data + "/capped"))
            #expect(try hermes.ctl("gateway", "restart", "-p", "work").code == 0)
            #expect(!hermes.has(data + "/capped"))
        }
    }

    @Test func `B28 who holds the state file keeps no gateway from its end`() throws {
        try HermesTree.with(["work"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            let holder = try hold(hermes.home("work") + "/.gateway_state.lock", seconds: "30")
            defer { holder.signal(SIGKILL) }
            let result = try hermes.ctl("gateway", "stop", "-p", "work", "--timeout", "10")
            #expect(result.code == 0 && result.errors.contains("done, but"), "\(result)")
            #expect(try hermes.pid("work") == -1)
        }
    }

    @Test func `the old logger logs until it ends, and then the new one does`() throws {
        try HermesTree.with(["work"]) { hermes in
            let log = hermes.home + "/logs/gateways/work/current", service = hermes.slot("work") + "/log"
            func logs(_ pid: Int32) -> Bool {
                (try? Contents.text(log))?.contains("runs as \(pid)") ?? false
            }
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            try eventually("the logger logs") { try logs(hermes.pid("work")) }
            let old = try hermes.tree.pid(service)
            func supervisor() throws -> Int32? {
                guard case .supervised(let pid) = try ServiceDirectory(S6Path(service)).supervised() else { return nil }
                return pid
            }
            let first = try #require(try supervisor())
            kill(first, SIGKILL)
            try eventually("another supervisor runs, whose logger cannot yet") {
                let pid = try supervisor()
                return pid != nil && pid != first
            }
            usleep(300_000)
            kill(old, SIGTERM)
            try hermes.ctl("gateway", "restart", "-p", "work")
            try hermes.settle("work")
            try eventually("the new one logs") { try logs(hermes.pid("work")) }
        }
    }
}
