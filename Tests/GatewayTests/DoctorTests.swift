import Foundation
import LiveServices
import LiveTree
import Testing

/// The doctor in front of a real tree that belongs to whoever runs it; if that is root, to uid 10000, which the doctor
/// becomes.
@Suite(.live, .bounded) struct DoctorTests {
    /// Gives the scandir, the last word, to hermes, and becomes him.
    static let drop = [
        "sh", "-c",
        "for path; do :; done; chown 10000:10000 \"$path\" && "
            + "exec setpriv --reuid 10000 --regid 10000 --clear-groups \"$@\"", "sh",
    ]

    func withTree(_ profiles: [String], _ body: (HermesTree) throws -> Void) throws {
        let isRoot = geteuid() == 0
        let hermes = try HermesTree(profiles, wrapper: isRoot ? Self.drop : [])
        defer { hermes.end() }
        if isRoot { #expect(try Command.run("chown", "-R", "10000:10000", hermes.home).code == 0) }
        try body(hermes)
    }

    struct Finding: CustomStringConvertible {
        let check, severity, path, reason, remedy: String
        var description: String { "\(severity) \(path): \(reason)" }
    }

    struct Report {
        let code: Int32, tree: [String: Any], findings: [Finding]

        func of(_ check: String) -> [Finding] { findings.filter { $0.check == check } }
    }

    func examine(_ hermes: HermesTree, _ words: String...) throws -> Report {
        let result = try Command.run([HermesCtl.path, "doctor", "--json"] + words, environment: hermes.environment)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let document = try #require(object as? [String: Any], "\(result)")
        #expect(document["schema"] as? Int == 1 && result.errors.isEmpty, "\(result)")
        let findings = try #require(document["findings"] as? [[String: String]]).map {
            Finding(
                check: $0["check"] ?? "",
                severity: $0["severity"] ?? "",
                path: $0["path"] ?? "",
                reason: $0["reason"] ?? "",
                remedy: $0["remedy"] ?? ""
            )
        }
        let isIll = findings.contains { $0.severity != "note" }
        #expect(result.code == (isIll ? 1 : 0))
        return Report(code: result.code, tree: try #require(document["tree"] as? [String: Any]), findings: findings)
    }

    /// A tree in which every profile has a gateway that is up.
    func withGateways(_ body: (HermesTree) throws -> Void) throws {
        try withTree(["play", "work"]) { hermes in
            for profile in ["default", "play", "work"] {
                let started = try hermes.ctl("gateway", "start", "-p", profile)
                #expect(started.code == 0, "\(started)")
            }
            try body(hermes)
        }
    }

    @Test func `a tree that is well has no finding but notes`() throws {
        try withGateways { hermes in
            let report = try examine(hermes)
            #expect(report.tree["scandir"] as? String == hermes.tree.path && report.tree["scanned"] as? Bool == true)
            #expect(report.tree["kind"] as? String == "isolated")
            #expect(report.tree["root_equivalent"] as? Bool == false)
            #expect(report.code == 0 && report.findings.allSatisfy { $0.severity == "note" }, "\(report.findings)")
            let text = try hermes.ctl("doctor")
            #expect(text.code == 0 && text.errors.isEmpty)
            #expect(text.output.hasPrefix("Tree: \(hermes.tree.path) (isolated, an s6-svscan keeps it)\n"))
        }
    }

    @Test func `a gateway that is capped, and one that is down, are told with what to do`() throws {
        try withGateways { hermes in
            try hermes.write("3 60", to: "gateway.crash-cap", of: "work")
            try hermes.behave("work", "exit=1")
            try Command.run("s6-svc", "-r", hermes.slot("work"))
            try eventually("it is capped", within: 60) { hermes.has(hermes.slot("work") + "/data/capped") }
            try Command.run("s6-svwait", "-t", "20000", "-D", hermes.slot("work"))
            try Command.run("s6-svc", "-wD", "-d", hermes.slot("play"))
            let told = try examine(hermes).of("gateway")
            #expect(told.count == 2 && told.allSatisfy { $0.severity == "problem" }, "\(told)")
            let capped = try #require(told.first { $0.path == hermes.slot("work") })
            #expect(capped.reason.hasPrefix("capped: 3 deaths in ") && capped.reason.hasSuffix(" s, last exit 1"))
            #expect(capped.remedy.contains("hermesctl logs work") && capped.remedy.contains("gateway start -p work"))
            let down = try #require(told.first { $0.path == hermes.slot("play") })
            #expect(down.reason.hasPrefix("it is to run, and is down"), "\(down)")
            try hermes.behave("work")
            for profile in ["work", "play"] { #expect(try hermes.ctl("gateway", "start", "-p", profile).code == 0) }
            #expect(try examine(hermes).of("gateway").isEmpty, "the remedies help")
        }
    }

    @Test func `a gateway that was stopped by its operator is as it should be`() throws {
        try withGateways { hermes in
            let stopped = try hermes.ctl("gateway", "stop", "--all")
            #expect(stopped.code == 0, "\(stopped)")
            #expect(try examine(hermes).of("gateway").isEmpty)
        }
    }

    @Test func `slots and profiles are told, and the remedies help`() throws {
        try withGateways { hermes in
            try hermes.add("new")
            // Its gateway may be writing there at this moment.
            try eventually("its home is gone") { try Command.run("rm", "-rf", hermes.home("play")).code == 0 }
            let told = try examine(hermes).of("slot")
            #expect(Set(told.map(\.path)) == [hermes.slot("play"), hermes.home("new")], "\(told)")
            #expect(try hermes.ctl("reconcile", "--prune").code == 0)
            #expect(try examine(hermes).of("slot").isEmpty)
        }
    }

    @Test func `a tree whose s6-svscan is gone is one problem, and so is a scandir that is`() throws {
        try withGateways { hermes in
            hermes.tree.killScanner()
            let report = try examine(hermes)
            #expect(report.tree["scanned"] as? Bool == false)
            #expect(report.of("tree").contains { $0.severity == "problem" && $0.reason == "no s6-svscan runs on it" })
            #expect(report.of("gateway").isEmpty)
            let gone = try examine(hermes, "--scandir", hermes.tree.base + "/none")
            #expect(gone.tree["kind"] is NSNull && gone.of("tree").count == 1 && gone.of("slot").isEmpty)
        }
    }

    @Test func `a slot without a supervisor is a problem`() throws {
        try withGateways { hermes in
            let slot = hermes.slot("extra")
            try hermes.add("extra")
            try Longrun.steadyDown.write(to: slot)
            let told = try examine(hermes).of("gateway")
            #expect(told.map(\.path) == [slot] && told[0].reason == "no s6-supervise runs on it", "\(told)")
        }
    }

    @Test func `leftovers of a killed command are notes`() throws {
        try withGateways { hermes in
            #expect(mkdir(hermes.tree.path + "/.gateway-work.tmp", 0o755) == 0)
            let waiting = try hermes.begin(["wait", "down", "gateway-work"])
            try eventually("it is subscribed") { try !hermes.tree.subscribers(hermes.slot("work")).isEmpty }
            #expect(try examine(hermes).of("leftover").count == 1, "who listens is no leftover")
            waiting.signal(SIGKILL)
            waiting.wait()
            let told = try examine(hermes).of("leftover")
            #expect(told.count == 2 && told.allSatisfy { $0.severity == "note" }, "\(told)")
            #expect(told.contains { $0.path.contains("/gateway-work/event/ftrig1:@") })
            #expect(try hermes.ctl("gateway", "restart", "-p", "work").code == 0)
            #expect(try examine(hermes).of("leftover").count == 1, "the next event has removed it")
        }
    }

    @Test func `a retirement that was killed is told as long as something of it runs`() throws {
        try withGateways { hermes in
            try hermes.behave("work", "deaf")
            #expect(try hermes.ctl("gateway", "restart", "-p", "work", "--kill-after", "5").code == 0)
            try hermes.settle("work")
            #expect(try hermes.ctl("gateway", "retire", "-p", "work", "--timeout", "0.3").code == 99)
            let told = try examine(hermes).of("leftover")
            #expect(told.count == 1 && told[0].severity == "warning", "\(told)")
            #expect(told.first?.remedy == "finish it: hermesctl gateway retire -p work")
            #expect(try hermes.ctl("gateway", "retire", "-p", "work", "--kill-after", "0").code == 0)
            #expect(try examine(hermes).of("leftover").isEmpty)
        }
    }

    @Test func `what the installed s6 lacks is told as it is`() throws {
        try withGateways { hermes in
            let notes = try examine(hermes).of("s6")
            #expect(notes.allSatisfy { $0.severity == "note" })
            let release = SixRelease.current
            #expect(notes.contains { $0.reason.contains("older than 2.12") } == (release < SixRelease(2, 12)))
            #expect(
                notes.contains { $0.reason.contains("2.12 to 2.14") }
                    == (release >= SixRelease(2, 12) && release < SixRelease(2, 15))
            )
            #expect(
                notes.contains { $0.reason.contains("those of s6 2.13") }
                    == (release >= SixRelease(2, 13) && release < SixRelease(2, 14))
            )
            #expect(!notes.contains { $0.reason.contains("another release than the installed one") })
        }
    }

    @Test func `the programs are those that the tree's s6-svscan finds`() throws {
        try withTree([]) { hermes in
            // Ours has no hermes on its PATH, the tree's has.
            let result = try hermes.ctl("doctor", environment: ["PATH": "/usr/bin:/bin"])
            #expect(!result.output.contains("hermes: problem: it is not on the PATH"), "\(result)")
        }
    }

    @Test func `G02 three failed boots in a row are found, two are not`() throws {
        try withTree(["work"]) { hermes in
            let line =
                "2026-11-21T03:44:12+0000 profile=work prior_state=startup_failed action=registered prior_exit=unclean\n"
            try FileManager.default.createDirectory(atPath: hermes.home + "/logs", withIntermediateDirectories: true)
            for (boots, isTold) in [(2, false), (3, true)] {
                let log = String(repeating: line, count: boots)
                try hermes.write(log, to: "logs/container-boot.log", of: "default")
                #expect(try examine(hermes).findings.contains { $0.reason.contains("boots") } == isTold)
            }
        }
    }

    @Test func `what stops a whole scan is found`() throws {
        try withTree([]) { hermes in
            #expect(symlink("/nonexistent/servicedir", hermes.tree.path + "/dangling") == 0)
            #expect(mkdir(hermes.tree.path + "/looped", 0o755) == 0)
            #expect(symlink("log", hermes.tree.path + "/looped/log") == 0)
            let serious = try examine(hermes).findings.filter { $0.severity != "note" }
            for name in ["/dangling", "/looped"] { #expect(serious.contains { $0.path.contains(name) }, "\(serious)") }
        }
    }
}
