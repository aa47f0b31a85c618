import Foundation
import LiveServices
import LiveTree
import Testing

/// The command as a process, on a live tree.
@Suite(.live, .bounded) struct HermesCtlTests {
    /// The services of a JSON document.
    func services(_ text: String) throws -> [[String: Any]] {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["schema"] as? Int == 1)
        return try #require(document["services"] as? [[String: Any]])
    }

    @Test func `a service goes through its life`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            try tree.add("db", .ready)
            #expect(try tree.hermesctl("list").output == "db\nweb\n")
            let stopped = try tree.hermesctl("stop", "web")
            #expect(stopped.code == 0 && stopped.output.hasPrefix("web\tdown (SIGTERM)\t"))
            #expect(stopped.output.hasSuffix("\t\(tree.path)\n"), "it says which tree")
            #expect(try tree.hermesctl("wait", "finished", "web").code == 0)
            #expect(try tree.hermesctl("start", "web").output.hasPrefix("web\tup (pid "))
            #expect(try tree.hermesctl("restart", "db", "web").output.contains(", ready\t"))
            #expect(try tree.hermesctl("signal", "USR1", "web").code == 0)
            #expect(try tree.hermesctl("rescan").code == 0)
            #expect(try tree.hermesctl("retire", "web", "db").code == 0)
            #expect(try tree.hermesctl("list").output.isEmpty)
            #expect(try tree.hermesctl("status").output.isEmpty)
        }
    }

    @Test func `JSON has every key, null where unknown`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .ready)
            let result = try tree.hermesctl("wait", "ready", "web", "--json")
            let web = try #require(try services(result.output).first)
            let keys = [
                "name", "path", "tree", "supervised", "up", "ready", "paused", "finishing", "wanted_up", "normally_up",
                "pid", "pgid", "exit_code", "signal", "changed_at", "ready_at", "deaths",
            ]
            #expect(Set(web.keys) == Set(keys))
            #expect(web["name"] as? String == "web" && web["tree"] as? String == tree.path)
            #expect(web["path"] as? String == tree.path + "/web")
            #expect(web["up"] as? Bool == true && web["ready"] as? Bool == true && web["wanted_up"] as? Bool == true)
            #expect(web["pid"] as? Int == Int(try tree.pid(tree.path + "/web")) && web["deaths"] as? Int == 0)
            #expect(web["exit_code"] is NSNull && web["signal"] is NSNull)
            #expect((web["changed_at"] as? String)?.hasSuffix("Z") == true)
            let stopped = try tree.hermesctl("stop", "--json", tree.path + "/web")
            let down = try #require(try services(stopped.output).first)
            #expect(down["tree"] is NSNull && down["name"] as? String == tree.path + "/web")
            #expect(down["signal"] as? String == "SIGTERM" && down["pid"] is NSNull && down["ready_at"] is NSNull)
            #expect(down["up"] as? Bool == false && down["deaths"] as? Int == 1)
        }
    }

    @Test func `a service that has not run has no exit code, whatever the release says`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", Longrun(run: "exit 0").down())
            let fresh = try tree.hermesctl("status", "web", "--json")
            #expect(try #require(try services(fresh.output).first)["exit_code"] is NSNull)
            #expect(try tree.hermesctl("status", "web").output.contains("down (not started yet)"))
            try Command.run("s6-svc", "-o", path)
            // Up to 2.11 it is finishing for a moment, even without a finish.
            try eventually("it has exited 0") {
                try tree.hermesctl("status", "web").output.contains("down (exit code 0)")
            }
            let status = try tree.hermesctl("status", "web", "--json")
            #expect(try #require(try services(status.output).first)["exit_code"] as? Int == 0)
        }
    }

    @Test func `a name that is not UTF-8 is null in JSON, with its bytes in hexadecimal`() throws {
        try LiveTree.with { tree in
            let script = "mkdir .x && cp web/run .x && mv .x \"$(printf 'w\\377')\" && s6-svscanctl -a ."
            try tree.add("web", .steadyDown)
            #expect(try Command.run("sh", "-c", "cd \(tree.path) && \(script)").code == 0)
            let listed = try Command.run(
                "sh",
                "-c",
                "\(HermesCtl.path) list --scandir \(tree.path) | od -An -tx1 | tr -d ' \\n'"
            )
            #expect(listed.output == "776562" + "0a" + "77ff" + "0a")
            try eventually("both are supervised") {
                let all = try services(try tree.hermesctl("list", "--json").output)
                return all.count == 2 && all.allSatisfy { $0["supervised"] as? Bool == true }
            }
            let odd = try #require(try services(try tree.hermesctl("status", "--json").output).last)
            #expect(odd["name"] is NSNull && odd["name_hex"] as? String == "77ff")
            let up = try Command.run(
                "sh",
                "-c",
                "\(HermesCtl.path) start --scandir \(tree.path) \"$(printf 'w\\377')\""
            )
            #expect(up.code == 0)
        }
    }

    @Test func `what s6-svstat prints with -o, status prints`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            let fields = "up,wantedup,normallyup,ready,paused,pid,exitcode,signal,signum,updownsince,readysince"
            let theirs = try Command.run("s6-svstat", "-o", fields, path)
            #expect(try tree.hermesctl("status", "-o", fields, "web").output == theirs.output)
        }
    }

    struct Case: Sendable, CustomStringConvertible {
        let words: [String], code: Int32, error: String
        var description: String { words.joined(separator: " ") }
    }

    static let failures: [Case] = [
        Case(words: ["status", "nobody"], code: 104, error: "cannot find the service: no such directory"),
        Case(words: ["stop", "nobody"], code: 104, error: "cannot find the service"),
        Case(words: ["retire", "nobody"], code: 104, error: "cannot find the service"),
        Case(words: ["send", "u", "/nonexistent/x"], code: 104, error: "cannot find the service"),
        Case(words: ["status", "lonely"], code: 102, error: "no s6-supervise runs on it"),
        Case(words: ["start", "lonely"], code: 102, error: "no s6-supervise runs on it"),
        Case(words: ["wait", "up", "lonely"], code: 102, error: "no s6-supervise runs on it"),
        Case(words: ["send", "u", "lonely"], code: 102, error: "no s6-supervise runs on it"),
        Case(words: ["wait", "down", "web", "--timeout", "0.1"], code: 99, error: "timed out; it is up (pid "),
        Case(words: ["start", "down", "--timeout", "0.1"], code: 99, error: "timed out; it is "),
        Case(words: ["stop", "stubborn", "--timeout", "0.2"], code: 99, error: "timed out; it is up (pid "),
        Case(words: ["signal", "HUP", "down"], code: 1, error: "cannot send a signal: the service is not up"),
        Case(words: ["publish", "--as", "web", "SOURCE"], code: 1, error: "a slot of that name exists"),
        Case(words: ["publish", "SOURCE/nothing"], code: 111, error: "no such file or directory"),
        Case(words: ["publish", "--as", ".x", "SOURCE"], code: 100, error: "cannot use --as"),
        Case(words: ["rescan", "--scandir", "/nonexistent"], code: 111, error: "cannot open: no such file"),
        Case(words: ["rescan", "--scandir", "/tmp"], code: 102, error: "no s6-svscan runs on it"),
        Case(words: ["status", "planted"], code: 70, error: "it is not a regular file"),
        Case(words: ["send", "u", "planted"], code: 70, error: "it is not a FIFO"),
        Case(
            words: ["stop", "nobody", "web", "lonely", "--timeout", "5"],
            code: 104,
            error: "cannot find the service"
        ),
        Case(words: ["status", "planted", "nobody", "web"], code: 70, error: "it is not a regular file"),
    ]

    @Test func `every way to fail has its code, the path, the reason and a remedy`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            try tree.add("stubborn", .stubborn)
            try tree.add("down", Longrun(run: "exec sleep 1000").down())
            #expect(chmod(tree.path + "/down/run", 0o600) == 0)
            try Longrun.steady.write(to: tree.path + "/lonely")
            try Longrun.steady.write(to: tree.path + "/planted")
            let files = FileManager.default
            try files.createDirectory(atPath: tree.path + "/planted/supervise", withIntermediateDirectories: true)
            for name in ["status", "control", "lock"] {
                try files.createSymbolicLink(
                    atPath: tree.path + "/planted/supervise/" + name,
                    withDestinationPath: "/etc/passwd"
                )
            }
            usleep(100_000)
            for failure in Self.failures {
                let words = failure.words.map { $0.replacingOccurrences(of: "SOURCE", with: tree.path + "/web") }
                let result = try Command.run([HermesCtl.path] + words, environment: ["HERMES_SCANDIR": tree.path])
                #expect(result.code == failure.code, "\(failure): \(result)")
                #expect(result.errors.contains(failure.error), "\(failure): \(result)")
                #expect(result.errors.contains(": cannot "), "\(failure)")
            }
        }
    }

    @Test func `a wait for what cannot come ends with 1`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", Longrun(run: "exit 1").down().finishing("exit 125"))
            let waiting = try tree.begin([HermesCtl.path, "wait", "ready", "web"])
            try eventually("it is subscribed") { try tree.subscribers(path).contains { $0.hasPrefix("ftrig1:@") } }
            try Command.run("s6-svc", "-u", path)
            #expect(waiting.wait() == 1)
        }
    }

    @Test func `of several names all are tried`() throws {
        try LiveTree.with { tree in
            try tree.add("a", .steady)
            try tree.add("b", .steady)
            let result = try tree.hermesctl("stop", "a", "nobody", "b")
            #expect(result.code == 104 && result.output.split(separator: "\n").count == 2)
            #expect(try tree.field("up", tree.path + "/a") == "false" && tree.field("up", tree.path + "/b") == "false")
        }
    }

    @Test func `fields need nothing but what they tell of`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady), tally = path + "/supervise/death_tally"
            #expect(truncate(tally, 5) == 0)
            #expect(try tree.hermesctl("status", "-o", "up,normallyup", "web").output == "true true\n")
            #expect(try tree.hermesctl("status", "web").code == 70)
            #expect(unlink(tally) == 0)
            let result = try tree.hermesctl("status", "--json", "web")
            #expect(result.code == 0 && result.output.contains(#""deaths":null"#))
            #expect(try tree.hermesctl("status", "-o", "up,", "web").output == "true\n")
            #expect(try tree.hermesctl("status", "-o", "up,,pid", "web").code == 100)
        }
    }

    @Test func `a name does nothing to a terminal, or to a line`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("a\u{1B}[2J\n\tb", .steady)
            let shown = try tree.hermesctl("status").output
            #expect(shown.contains(#"a\x1b[2J\x0a\x09b"#) && !shown.contains("\u{1B}"))
            let refused = try HermesCtl.run("stop", path + "/none").errors
            #expect(refused.contains(#"\x1b"#) && !refused.contains("\u{1B}"))
            #expect(try tree.hermesctl("status", "--json").output.contains(#"a\u001b[2J\n\tb"#))
        }
    }

    @Test func `output that is lost is told of`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            let words = "\(HermesCtl.path) status web --scandir \(tree.path) > /dev/full"
            let result = try Command.run("sh", "-c", words)
            #expect(result.code == 111 && result.errors.contains("standard output: cannot write"), "\(result)")
        }
    }

    @Test func `what people link to in a servicedir is followed`() throws {
        try LiveTree.with { tree in
            try Data("3\n".utf8).write(to: URL(filePath: tree.base + "/three"))
            let path = try tree.add("web", .ready), file = path + "/notification-fd"
            #expect(unlink(file) == 0 && symlink(tree.base + "/three", file) == 0)
            #expect(try tree.hermesctl("restart", "web").code == 0)
            #expect(try tree.hermesctl("publish", path, "--as", "copy").code == 0)
            #expect(try tree.hermesctl("wait", "ready", "copy", "--timeout", "20").code == 0)
        }
    }

    @Test func `a start that waits for readiness does not undo a stop`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", Longrun.steady.with("notification-fd", "3\n"))
            let starting = try tree.begin([HermesCtl.path, "start", "web", "--timeout", "20"])
            try eventually("it has looked, and waits") {
                try !tree.subscribers(path).isEmpty && Contents.text("/proc/\(starting.pid)/stat").contains(") S ")
            }
            #expect(try tree.hermesctl("stop", "web").code == 0)
            #expect(starting.wait() == 1)
            #expect(try tree.field("up", path) == "false")
        }
    }

    @Test func `without waiting it only asks`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", Longrun.steady.finishing("sleep 0.3"))
            #expect(try tree.hermesctl("stop", "--no-wait", "web").code == 0)
            try eventually("it is down") { try tree.field("up", path) == "false" }
            #expect(try tree.hermesctl("restart", "--no-wait", "web").code == 0)
            try eventually("it is up") { try tree.field("up", path) == "true" }
            let pid = try tree.pid(path)
            #expect(try tree.hermesctl("restart", "--no-wait", "web").code == 0)
            try eventually("another is up") { try tree.pid(path) > 0 && tree.pid(path) != pid }
            #expect(try tree.hermesctl("retire", "--no-wait", "web").code == 0)
            #expect(try tree.hermesctl("list").output.isEmpty)
            #expect(try tree.hermesctl("retire", "web").code == 0)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal ends a wait, after it has cleaned up`(signal: Int32) throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            let waiting = try tree.begin([HermesCtl.path, "wait", "down", "web"])
            try eventually("it is subscribed") { try !tree.subscribers(path).isEmpty }
            waiting.signal(signal)
            #expect(waiting.wait() == 128 + signal, "its parent sees what it died of")
            #expect(try tree.subscribers(path).isEmpty)
        }
    }

    @Test func `a signal in the middle of several keeps what was not begun from being begun`() throws {
        try LiveTree.with { tree in
            try tree.add("stubborn", .stubborn)
            try tree.add("web", .steady)
            usleep(100_000)
            let retiring = try tree.begin([HermesCtl.path, "retire", "stubborn", "web"])
            try eventually("the first is hidden") { try tree.hermesctl("list").output == "web\n" }
            retiring.signal(SIGTERM)
            #expect(retiring.wait() == 128 + SIGTERM)
            #expect(try tree.hermesctl("list").output == "web\n")
            #expect(try tree.hermesctl("retire", "stubborn", "--kill-after", "0").code == 0)
        }
    }

    @Test func `a signal that was ignored before stays ignored`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            let waiting = try tree.begin(["sh", "-c", "trap '' HUP; exec \"$0\" wait down web", HermesCtl.path])
            try eventually("it is subscribed") { try !tree.subscribers(path).isEmpty }
            waiting.signal(SIGHUP)
            usleep(50_000)
            #expect(waiting.isRunning)
            #expect(try tree.hermesctl("stop", "web").code == 0)
            #expect(waiting.wait() == 0)
        }
    }

    @Test func `what a killed wait leaves is gone with the next event`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .steady)
            let waiting = try tree.begin([HermesCtl.path, "wait", "down", "web"])
            try eventually("it is subscribed") { try !tree.subscribers(path).isEmpty }
            waiting.signal(SIGKILL)
            waiting.wait()
            #expect(try tree.subscribers(path).count == 1)
            #expect(try tree.hermesctl("restart", "web").code == 0)
            #expect(try tree.subscribers(path).isEmpty)
        }
    }

    @Test func `a restart that is cancelled does not leave the service down`() throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", .stubborn)
            let restarting = try tree.begin([HermesCtl.path, "restart", "web", "--timeout", "0"])
            try eventually("it is subscribed") { try !tree.subscribers(path).isEmpty }
            restarting.signal(SIGTERM)
            #expect(restarting.wait() == 128 + SIGTERM)
            #expect(try tree.field("wantedup", path) == "true")
        }
    }

    @Test func `names are looked for in the variables' scandirs too`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            let named = try Command.run(
                [HermesCtl.path, "status", "-o", "up", "web"],
                environment: ["HERMES_SCANDIR": "", "S6_PROFILE_GATEWAY_SCANDIR": tree.path]
            )
            #expect(named.output == "true\n")
            #expect(try HermesCtl.run("status", "-o", "up", "--scandir", tree.path, "web").output == "true\n")
            #expect(try HermesCtl.run("status", "-o", "up", tree.path + "/web").output == "true\n")
        }
    }

    @Test func `a closed output is nobody's trouble`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            let script = "\(HermesCtl.path) list --scandir \(tree.path) >&- ; echo $?"
            #expect(try Command.run("sh", "-c", script).output == "0\n")
        }
    }
}
