/// What keeps gateways running, whatever it is.
///
/// Every call returns when it is so, or throws why not.
public protocol ServiceManager {
    /// Which kind it is.
    var kind: ServiceManagerKind { get }
    /// Whether gateways can be registered and retired while it runs.
    var supportsRuntimeRegistration: Bool { get }

    /// Starts a profile's gateway.
    func start(_ profile: ProfileName) throws(GatewayError)
    /// Stops a profile's gateway.
    func stop(_ profile: ProfileName) throws(GatewayError)
    /// Restarts a profile's gateway, or starts it if it is down.
    func restart(_ profile: ProfileName) throws(GatewayError)
    /// Whether a profile's gateway is up; one that is not there is not.
    func isRunning(_ profile: ProfileName) throws(GatewayError) -> Bool
    /// The profiles that have a gateway here.
    func list() throws(GatewayError) -> [ProfileName]

    /// Gives a profile a gateway.
    ///
    /// - Throws: ``GatewayError/noRegistration(_:)`` where ``supportsRuntimeRegistration`` is false.
    func register(_ profile: ProfileName, starting: Bool) throws(GatewayError)
    /// Takes a profile's gateway away; one that is not there is no error.
    func retire(_ profile: ProfileName) throws(GatewayError)
}

extension ServiceManager {
    /// Most cannot.
    public var supportsRuntimeRegistration: Bool { false }

    /// Refuses.
    public func register(_ profile: ProfileName, starting: Bool) throws(GatewayError) { throw .noRegistration(kind) }

    /// Refuses.
    public func retire(_ profile: ProfileName) throws(GatewayError) { throw .noRegistration(kind) }
}
