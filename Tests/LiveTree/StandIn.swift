import Foundation

/// The program that stands in for the gateway: the one beside this test program, or that of the sources.
package enum StandIn {
    package static let path: String = {
        let beside = URL(filePath: HermesCtl.path).deletingLastPathComponent().path + "/hermes"
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path + "/StandIn/hermes"
    }()
}

/// Hermes' home with some profiles in it, beside a live tree, whose gateways are stand-ins.
package final class HermesTree: Sendable {
    package let tree: LiveTree
    /// Hermes' home.
    package let home: String
    private let variables: [String: String]

    /// Makes a home with some profiles besides the root profile, and a tree.
    package init(
        _ profiles: [String] = ["play", "work"],
        in directory: String? = nil,
        environment: [String: String] = [:],
        wrapper: [String] = []
    ) throws {
        let parent = directory ?? FileManager.default.temporaryDirectory.path
        let base = parent + "/hermes-home-\(UUID().uuidString.prefix(8))"
        home = base + "/home"
        let bin = base + "/bin"
        try FileManager.default.createDirectory(atPath: home + "/profiles", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        // By another process: see Longrun.script.
        try Command.run("cp", StandIn.path, bin + "/hermes")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var variables = ["HERMES_HOME": home, "PATH": bin + ":" + path, "HERMES_GATEWAY_RESTART_INTERVAL": "0"]
        variables.merge(environment) { $1 }
        self.variables = variables
        tree = try LiveTree(in: directory, environment: variables, wrapper: wrapper)
        for profile in profiles { try add(profile) }
    }

    /// Runs `body` with a home and a tree of its own.
    package static func with(
        _ profiles: [String] = ["play", "work"],
        environment: [String: String] = [:],
        _ body: (HermesTree) throws -> Void
    ) throws {
        let hermes = try HermesTree(profiles, environment: environment)
        defer { hermes.end() }
        try body(hermes)
    }

    /// Ends the tree, and removes both.
    package func end() {
        tree.end()
        let base = URL(filePath: home).deletingLastPathComponent().path
        for pid in LiveTree.processes(under: base) { kill(pid, SIGKILL) }
        _ = try? Command.run("chmod", "-R", "u+rwx", base)
        try? FileManager.default.removeItem(atPath: base)
    }

    /// The home of a profile.
    package func home(_ profile: String) -> String {
        profile == "default" ? home : home + "/profiles/" + profile
    }

    /// The slot of a profile.
    package func slot(_ profile: String) -> String { tree.path + "/gateway-" + profile }

    /// Adds a profile.
    package func add(_ profile: String) throws {
        try FileManager.default.createDirectory(atPath: home(profile), withIntermediateDirectories: true)
        try write("", to: "SOUL.md", of: profile)
    }

    /// Tells the stand-in of a profile how to behave from its next start on.
    package func behave(_ profile: String, _ words: String...) throws {
        try write(words.joined(separator: "\n"), to: "stand-in", of: profile)
    }

    /// Writes a file in the home of a profile.
    package func write(_ text: String, to file: String, of profile: String) throws {
        try Data(text.utf8).write(to: URL(filePath: home(profile) + "/" + file))
    }

    /// The text of a file in the home of a profile; `nil` if there is none.
    package func text(_ file: String, of profile: String) -> String? {
        try? Contents.text(home(profile) + "/" + file)
    }

    /// What the state file of a profile says.
    package func state(_ profile: String) throws -> [String: Any] {
        let data = try Contents.data(home(profile) + "/gateway_state.json")
        let object = try JSONSerialization.jsonObject(with: data)
        guard let state = object as? [String: Any] else { throw NotSo(what: "the state of \(profile) is an object") }
        return state
    }

    /// What is desired of a profile's gateway.
    package func desired(_ profile: String) throws -> String? { try state(profile)["desired_state"] as? String }

    /// The environment of a command on this tree.
    package var environment: [String: String] { variables.merging(["HERMES_SCANDIR": tree.path]) { $1 } }

    /// Runs hermesctl on it to its end.
    @discardableResult
    package func ctl(_ words: String..., environment more: [String: String] = [:]) throws -> Command.Result {
        try Command.run([HermesCtl.path] + words, environment: environment.merging(more) { $1 })
    }

    /// Starts hermesctl on it, and returns at once.
    package func begin(_ words: [String], output: Int32? = nil) throws -> Child {
        try Child([HermesCtl.path] + words, environment: environment, output: output)
    }

    /// The pid of a profile's gateway, -1 for none.
    package func pid(_ profile: String) throws -> Int32 { try tree.pid(slot(profile)) }

    /// Waits until the stand-in of a profile has started in earnest: it knows what a signal means then.
    package func settle(_ profile: String) throws {
        try eventually("the gateway of \(profile) runs") {
            let pid = try self.pid(profile)
            let state = try? self.state(profile)
            return pid > 0 && (state?["pid"] as? NSNumber)?.int32Value == pid
                && state?["gateway_state"] as? String == "running"
        }
    }

    /// What there is in the scandir besides slots, locks and what s6-svscan keeps.
    package func leftovers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: tree.path).filter {
            $0 != ".s6-svscan" && $0.hasPrefix(".") && !$0.hasSuffix(".lock")
        }
    }

    /// Whether a file is there.
    package func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
