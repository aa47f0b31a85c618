import HermesGateways

/// What systemd is told, word by word.
struct SystemdCommands: Equatable {
    /// Of the system, or of the user.
    let isSystem: Bool

    private var base: [String] { ["systemctl"] + (isSystem ? ["--system"] : ["--user"]) + ["--no-ask-password"] }

    /// The unit of a profile's gateway.
    static func unit(_ profile: ProfileName) -> String { "hermes-gateway-\(profile).service" }

    func start(_ profile: ProfileName) -> [String] { base + ["start", Self.unit(profile)] }
    func stop(_ profile: ProfileName) -> [String] { base + ["stop", Self.unit(profile)] }
    func restart(_ profile: ProfileName) -> [String] { base + ["restart", Self.unit(profile)] }
    func isRunning(_ profile: ProfileName) -> [String] { base + ["is-active", "--quiet", Self.unit(profile)] }

    /// Those that are installed, running or not.
    var list: [String] {
        base + ["list-unit-files", "--plain", "--no-legend", "--no-pager", "hermes-gateway-*.service"]
    }

    /// The profile that a line of the list is about; `nil` if it is about none.
    static func profile(ofLine line: some Collection<UInt8>) -> ProfileName? {
        let prefix = Array("hermes-gateway-".utf8), suffix = Array(".service".utf8)
        let unit = Array(line.prefix { $0 != UInt8(ascii: " ") })
        guard unit.starts(with: prefix), unit.count > prefix.count + suffix.count,
            unit.suffix(suffix.count).elementsEqual(suffix)
        else { return nil }
        return try? ProfileName(bytes: unit[prefix.count..<(unit.count - suffix.count)])
    }
}
