import PermCore
public import S6Native

/// The permission policy as people write it, `/etc/hermes-s6/policy`, and as the helper and the broker read it.
///
/// ```
/// # comments and empty lines
/// base /run/s6-rc/servicedirs
/// hermes dashboard
/// hermes main-hermes up,down,restart,term,hup
/// ```
///
/// `base` says where the servicedirs are. Each other line names a user, by name or number, a service, and what that
/// user may ask of it: `up,down,restart,term` where the line does not say.
public struct Policy: Equatable, Sendable {
    /// How long either form may be.
    public static let limit = 4096

    /// Where people write it.
    public static let source: S6Path = "/etc/hermes-s6/policy"
    /// Where the helper and the broker read it.
    public static let compiledPath: S6Path = BridgePaths.policy

    /// Where the servicedirs are.
    public let base: S6Path
    /// The grants, in the order of the file.
    public let lines: [PolicyLine]

    /// Reads the text of a policy.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - userOfName: the number of a user, `nil` if there is none of that name.
    /// - Throws: the first mistake.
    public init(_ text: [UInt8], userOfName: @escaping (String) -> UInt32?) throws(PolicyMistake) {
        guard text.count <= Self.limit else {
            throw PolicyMistake(nil, "it is longer than \(Self.limit) bytes", remedy: "shorten it")
        }
        var reader = PolicyReader(userOfName: userOfName)
        for (number, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            try reader.read(Array(line), number: number + 1)
        }
        guard let base = reader.base else {
            throw PolicyMistake(
                nil,
                "no line says where the servicedirs are",
                remedy: "add: base /run/s6-rc/servicedirs"
            )
        }
        self.base = base
        lines = reader.lines
        let compiled = compiled
        guard compiled.count <= Self.limit else {
            throw PolicyMistake(
                nil,
                "it has too many lines: compiled it is longer than \(Self.limit) bytes",
                remedy: "shorten it"
            )
        }
    }

    /// The text that the helper and the broker read.
    public var compiled: [UInt8] {
        lines.reduce(into: Array("hermes-s6 1 ".utf8) + base.bytes + [UInt8(ascii: "\n")]) { $0 += $1.compiled }
    }

    /// The servicedirs that are named, each once, in the order of the file.
    public var services: [String] {
        lines.reduce(into: []) { if !$0.contains($1.service) { $0.append($1.service) } }
    }
}
