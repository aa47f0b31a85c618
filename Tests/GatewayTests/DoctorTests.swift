import Foundation
import HermesGateways
import LiveTree
import S6Native
import Testing

/// What doctor finds on a live tree, and that it finds nothing where nothing is wrong.
@Suite(.live, .bounded) struct DoctorTests {
    /// The findings, as `check severity path`.
    func findings(_ hermes: HermesTree) throws -> (code: Int32, found: [[String: String]], tree: [String: Any]) {
        let result = try hermes.ctl("doctor", "--json")
        let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let found = try #require(document?["findings"] as? [[String: String]])
        for finding in found { #expect(finding["remedy"]?.isEmpty == false, "\(finding)") }
        return (result.code, found, try #require(document?["tree"] as? [String: Any]))
    }

    /// Whether something serious is said of a path.
    func complains(_ found: [[String: String]], of path: String, _ word: String = "") -> Bool {
        found.contains {
            $0["severity"] != "note" && ($0["path"] ?? "").contains(path)
                && (word.isEmpty || (($0["reason"] ?? "") + ($0["remedy"] ?? "")).contains(word))
        }
    }

    @Test func `a tree that is as it should be has no findings but notes`() throws {
        try HermesTree.with { hermes in
            try hermes.ctl("reconcile")
            try hermes.ctl("gateway", "start", "--all")
            for profile in ["default", "play", "work"] { try hermes.settle(profile) }
            let (code, found, tree) = try findings(hermes)
            if geteuid() != 0 { #expect(code == 0 && tree["kind"] as? String == "isolated", "\(found)") }
            #expect(tree["scanned"] as? Bool == true)
        }
    }

    @Test func `slots without profiles, profiles without slots, and what is capped, are found`() throws {
        try HermesTree.with(["gone", "new", "work"], environment: ["HERMES_GATEWAY_CRASH_CAP": "2 60"]) { hermes in
            try hermes.ctl("gateway", "register", "-p", "gone")
            try FileManager.default.removeItem(atPath: hermes.home("gone"))
            try hermes.behave("work", "exit=1")
            try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it is capped") { try hermes.manager.capped(name("work")) != nil }
            let (code, found, _) = try findings(hermes)
            #expect(code == 1)
            #expect(complains(found, of: "gateway-gone", "retire"))
            #expect(found.contains { "\($0)".contains("new") && "\($0)".contains("reconcile") })
            #expect(complains(found, of: "work", "2 deaths in"))
            let text = try hermes.ctl("doctor")
            #expect(text.code == 1 && text.output.contains("capped: 2 deaths in"))
        }
    }

    @Test func `G02 three failed boots in a row are found, two are not`() throws {
        try HermesTree.with { hermes in
            let line =
                "2026-11-21T03:44:12+0000 profile=work prior_state=startup_failed action=registered prior_exit=unclean\n"
            try FileManager.default.createDirectory(atPath: hermes.home + "/logs", withIntermediateDirectories: true)
            try hermes.write(line + line, to: "logs/container-boot.log", of: "default")
            #expect(
                try !findings(hermes).found.contains { "\($0)".contains("startup_failed") || "\($0)".contains("boots") }
            )
            try hermes.write(line + line + line, to: "logs/container-boot.log", of: "default")
            #expect(try findings(hermes).found.contains { "\($0)".contains("boots") })
        }
    }

    @Test func `what stops a whole scan, and what was left over, is found`() throws {
        try HermesTree.with { hermes in
            #expect(symlink("/nonexistent/servicedir", hermes.tree.path + "/dangling") == 0)
            try FileManager.default.createDirectory(
                atPath: hermes.tree.path + "/looped",
                withIntermediateDirectories: true
            )
            #expect(symlink("log", hermes.tree.path + "/looped/log") == 0)
            try FileManager.default.createDirectory(
                atPath: hermes.tree.path + "/.gateway-x.tmp",
                withIntermediateDirectories: true
            )
            try hermes.write("x", to: ".gateway_state.json.tmp-abcdef", of: "work")
            let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -300)]
            let leftover = hermes.home("work") + "/.gateway_state.json.tmp-abcdef"
            try FileManager.default.setAttributes(old, ofItemAtPath: leftover)
            let (code, found, _) = try findings(hermes)
            #expect(code == 1 && complains(found, of: "/dangling") && complains(found, of: "/looped"))
            #expect(found.contains { ($0["path"] ?? "").contains(".gateway-x.tmp") })
            #expect(found.contains { ($0["path"] ?? "").contains(".gateway_state.json.tmp-abcdef") })
        }
    }

    @Test func `no tree is a finding, not an end`() throws {
        try HermesTree.with { hermes in
            hermes.tree.killScanner()
            let (code, found, tree) = try findings(hermes)
            #expect(code == 1 && tree["scanned"] as? Bool == false && complains(found, of: hermes.tree.path))
        }
    }
}
