import Foundation
import LiveTree
import Testing

/// The doctor in front of root's own tree.
@Suite(.asRoot, .timeLimit(.minutes(3))) struct DoctorRootTests {
    /// Severity and reason of what a check has found, and what there is to know of the tree.
    func examine(_ result: Command.Result) throws -> (tree: [String: Any], findings: [[String: String]]) {
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let document = try #require(object as? [String: Any], "\(result)")
        let tree = try #require(document["tree"] as? [String: Any])
        return (tree, try #require(document["findings"] as? [[String: String]]))
    }

    func doctor(_ hermes: HermesTree) throws -> Command.Result {
        try Hermes.run([HermesCtl.path, "doctor", "--json"], environment: hermes.environment)
    }

    @Test func `root's tree is shared, and who is hermes is as good as root`() throws {
        let hermes = try HermesTree([])
        defer { hermes.end() }
        let result = try hermes.ctl("doctor", "--json"), (tree, findings) = try examine(result)
        #expect(result.code == 1)
        #expect(tree["kind"] as? String == "shared" && tree["root_equivalent"] as? Bool == true)
        let told = findings.filter { $0["check"] == "tree" }
        #expect(told.count == 1 && told[0]["severity"] == "warning", "\(told)")
        #expect(told.first?["remedy"]?.contains("HERMES_GATEWAY_TREE=isolated") == true)
        // Root relies on what is below it there.
        #expect(findings.filter { $0["check"] == "root-path" }.map { $0["path"] } == ["/tmp"], "\(findings)")
    }

    @Test func `hermes cannot look everywhere, and says so`() throws {
        let hermes = try HermesTree([])
        defer { hermes.end() }
        let (tree, findings) = try examine(try doctor(hermes))
        #expect(tree["kind"] as? String == "shared" && tree["scanned"] is NSNull)
        #expect(findings.contains { $0["check"] == "tree" && $0["severity"] == "note" }, "\(findings)")
    }

    @Test func `B51 a tree that was given away with chown -R is root's all the same`() throws {
        let hermes = try HermesTree([])
        defer { hermes.end() }
        try hermes.tree.giveToHermes(hermes.tree.path)
        try hermes.tree.giveToHermes(hermes.home)
        for result in [try doctor(hermes), try hermes.ctl("doctor", "--json")] {
            let (tree, findings) = try examine(result)
            #expect(tree["kind"] as? String == "shared" && tree["root_equivalent"] as? Bool == true)
            #expect(tree["scanned"] as? Bool == true)
            #expect(findings.filter { $0["check"] == "tree" }.count == 1, "\(findings)")
        }
    }

    @Test func `what is granted of a shared tree is one finding, not a hundred`() throws {
        let hermes = try HermesTree([])
        defer { hermes.end() }
        for index in 0..<5 {
            let slot = try hermes.tree.add("gateway-p\(index)", .steadyDown)
            try hermes.tree.giveToHermes(slot)
        }
        try hermes.tree.giveToHermes(hermes.tree.path)
        let (_, findings) = try examine(try hermes.ctl("doctor", "--json"))
        let told = findings.filter { $0["check"] == "tree" || $0["check"] == "root-path" }
        #expect(Set(told.map { $0["path"] }) == [hermes.tree.path, "/tmp"], "\(told)")
    }

    @Test func `an access control list that lets hermes write is seen`() throws {
        guard (try? Command.run("sh", "-c", "command -v setfacl"))?.code == 0 else { return }
        let hermes = try HermesTree([])
        defer { hermes.end() }
        let slot = try hermes.tree.add("web", .steadyDown)
        #expect(try Command.run("setfacl", "-m", "u:\(Hermes.id):rwx", slot).code == 0)
        // No other group's: the mode shows the list's mask, as if root's group might write.
        let (_, findings) = try examine(try doctor(hermes))
        #expect(findings.contains { $0["check"] == "root-path" }, "\(findings)")
    }
}
