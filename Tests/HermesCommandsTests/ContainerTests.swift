import Foundation
import HermesGateways
import S6Native
import Testing

@testable import HermesCommands

/// What a container is told, and what becomes of it.
struct ContainerTests {
    private func words(_ text: String) -> [[UInt8]] { text.split(separator: " ").map { Array($0.utf8) } }

    private func command(_ text: String, isUnsupervised: Bool = false) -> ImageCommand {
        ImageCommand(words(text), program: Array("hermes".utf8), isUnsupervised: isUnsupervised) {
            ["sleep", "hermes", "./here"].contains(String(decoding: $0, as: UTF8.self))
        }
    }

    @Test func `what a container runs`() {
        #expect(command("") == .program([]))
        #expect(command("chat --once") == .program(words("chat --once")))
        #expect(command("hermes chat") == .program(words("chat")))
        #expect(command("sleep infinity") == .other(words("sleep infinity")))
        #expect(command("./here x") == .other(words("./here x")))
    }

    @Test(arguments: [
        ("gateway run", ""), ("hermes gateway run", ""), ("-p work gateway run", "-p work"),
        ("--profile work gateway run", "-p work"), ("--profile=work gateway run", "--profile=work"),
        ("gateway run --replace -v", ""), ("hermes -p work gateway run --force", "-p work --force"),
    ])
    func `B42 a gateway is started under s6`(given: String, passed: String) {
        #expect(command(given) == .gateway(words(passed)))
    }

    @Test(arguments: [
        "gateway run --no-supervise", "gateway run --help", "gateway status", "gateway", "-p gateway run",
    ])
    func `B42 and this is the program's own`(given: String) { #expect(command(given) == .program(words(given))) }

    @Test func `B42 the environment opts out`() {
        #expect(command("gateway run", isUnsupervised: true) == .program(words("gateway run")))
    }

    private func wish(_ variables: [String: String]) throws -> IdentityWish {
        try IdentityWish(Environment(variables.mapValues { Array($0.utf8) }))
    }

    @Test func `B74 HERMES_UID goes before PUID`() throws {
        let both = try wish(["HERMES_UID": "1000", "PUID": "99", "PGID": "100"])
        #expect(both.user == 1000 && both.group == 100)
        let none = try wish(["PUID": ""])
        #expect(none.user == nil && none.group == nil)
    }

    @Test(arguments: ["0", "-1", "65535", "abc", "1000 ", "99999999999999999999", "+5", "0x10"])
    func `B74 what is no number of a user is refused`(value: String) {
        #expect(throws: IdentityWish.Mistake(variable: "PUID", value: Array(value.utf8))) { try wish(["PUID": value]) }
    }

    @Test func `a home is seeded, and what is there is left alone`() throws {
        let files = FileManager.default
        let base = files.temporaryDirectory.path + "/hermes-s6-seed-\(UUID().uuidString.prefix(8))"
        defer { try? files.removeItem(atPath: base) }
        for name in ["data", "seed"] {
            try files.createDirectory(atPath: "\(base)/\(name)", withIntermediateDirectories: true)
        }
        func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(filePath: base + name)) }
        for name in [".env", "config.yaml", "SOUL.md"] { try write("new", "/seed/" + name) }
        try write("old", "/data/config.yaml")
        try files.createSymbolicLink(atPath: base + "/data/cron", withDestinationPath: "/etc")
        try files.createSymbolicLink(atPath: base + "/data/gateway_state.json", withDestinationPath: base + "/gone")
        var warnings: [String] = []
        let seed = HomeSeed(of: HermesHome(try S6Path(base + "/data")), from: try S6Path(base + "/seed")) {
            warnings.append($0)
        }
        for _ in 0..<2 { try seed.lay(withState: true) }
        #expect(try String(contentsOfFile: base + "/data/config.yaml", encoding: .utf8) == "old")
        #expect(try String(contentsOfFile: base + "/data/SOUL.md", encoding: .utf8) == "new")
        let mode = try files.attributesOfItem(atPath: base + "/data/.env")[.posixPermissions] as? NSNumber
        #expect(mode == 0o600)
        for name in ["logs/gateways", "platforms/pairing"] { #expect(files.fileExists(atPath: base + "/data/" + name)) }
        #expect(!files.fileExists(atPath: base + "/gone"))
        #expect(warnings.count == 4 && warnings.allSatisfy { $0.contains("refusing") }, "\(warnings)")
    }
}
