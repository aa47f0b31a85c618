import HermesGateways

/// The gateways of a Mac: agents of launchd, which cannot be had here.
struct LaunchdServiceManager: ServiceManager {
    /// The user whose agents they are.
    let user: UInt32

    var kind: ServiceManagerKind { .launchd }

    /// The agent of a profile's gateway.
    func target(_ profile: ProfileName) -> String { "gui/\(user)/ai.hermes.gateway.\(profile)" }

    /// What launchd would be told.
    func commands(toStart profile: ProfileName) -> [[String]] {
        [["launchctl", "enable", target(profile)], ["launchctl", "kickstart", target(profile)]]
    }

    /// What launchd would be told.
    func commands(toStop profile: ProfileName) -> [[String]] {
        [["launchctl", "disable", target(profile)], ["launchctl", "kill", "SIGTERM", target(profile)]]
    }

    /// What launchd would be told.
    func commands(toRestart profile: ProfileName) -> [[String]] { [["launchctl", "kickstart", "-k", target(profile)]] }

    func start(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func stop(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func restart(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func isRunning(_ profile: ProfileName) throws(GatewayError) -> Bool { throw .notOnThisPlatform(kind) }
    func list() throws(GatewayError) -> [ProfileName] { throw .notOnThisPlatform(kind) }
}
