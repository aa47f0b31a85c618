import HermesGateways

/// The gateways of a machine with Windows: services of its manager, which cannot be had here.
struct WindowsServiceManager: ServiceManager {
    var kind: ServiceManagerKind { .windows }

    /// The service of a profile's gateway.
    func service(_ profile: ProfileName) -> String { "hermes-gateway-\(profile)" }

    /// What the manager would be told.
    func commands(toStart profile: ProfileName) -> [[String]] { [["sc.exe", "start", service(profile)]] }

    /// What the manager would be told.
    func commands(toStop profile: ProfileName) -> [[String]] { [["sc.exe", "stop", service(profile)]] }

    /// What the manager would be told: it has no word for it.
    func commands(toRestart profile: ProfileName) -> [[String]] {
        commands(toStop: profile) + commands(toStart: profile)
    }

    func start(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func stop(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func restart(_ profile: ProfileName) throws(GatewayError) { throw .notOnThisPlatform(kind) }
    func isRunning(_ profile: ProfileName) throws(GatewayError) -> Bool { throw .notOnThisPlatform(kind) }
    func list() throws(GatewayError) -> [ProfileName] { throw .notOnThisPlatform(kind) }
}
