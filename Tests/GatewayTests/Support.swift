import Foundation
import HermesGateways
import LiveTree
import S6Native
import Testing

extension HermesTree {
    /// The manager of this tree, within this process.
    var manager: S6ServiceManager {
        get throws {
            var settings = GatewaySettings(
                ScanDirectory(try S6Path(tree.path)),
                HermesHome(try S6Path(home)),
                style: .plain
            )
            settings.hermesctl = try S6Path(HermesCtl.path)
            settings.restartInterval = .zero
            return S6ServiceManager(settings)
        }
    }

    /// What a JSON document of hermesctl says of the gateways.
    func gateways(_ words: String...) throws -> [String: [String: Any]] {
        let result = try Command.run(
            [HermesCtl.path, "gateway", "status", "--json"] + words,
            environment: environment
        )
        let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let services = try #require(document?["services"] as? [[String: Any]])
        var found: [String: [String: Any]] = [:]
        for service in services { found[try #require(service["profile"] as? String)] = service }
        return found
    }
}

/// Terms that suit anything that goes well.
func soon(killAfter: Duration? = nil) -> VerbTerms { VerbTerms(before: .after(.seconds(20)), killAfter: killAfter) }

/// A directory of a test's own.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/hermes-scratch-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        _ = try? Command.run("chmod", "-R", "u+rwx", path)
        try? FileManager.default.removeItem(atPath: path)
    }

    var s6: S6Path { get throws { try S6Path(path) } }

    /// Writes a file, and the directories that it is in.
    func write(_ text: String, to file: String) throws {
        let url = URL(filePath: path + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
    }

    func text(_ file: String) -> String? { try? Contents.text(path + "/" + file) }

    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

    func mode(_ file: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + file)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}

/// A profile.
func name(_ text: String) throws -> ProfileName { try ProfileName(text) }
