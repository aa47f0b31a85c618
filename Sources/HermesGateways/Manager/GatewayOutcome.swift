public import S6Native

/// What has come of a verb for one gateway.
public struct GatewayOutcome: Sendable {
    /// What happened besides.
    public enum Remark: Equatable, Sendable {
        /// There was no slot, and now there is.
        case registered
        /// Somebody else's restart has done it.
        case coalesced
    }

    /// Whose gateway it is.
    public let profile: ProfileName
    /// Its status at the end, where it was had.
    public internal(set) var status: ServiceStatus?
    /// Why it was not done; `nil` if it was.
    public internal(set) var error: GatewayError?
    /// What happened besides.
    public internal(set) var remarks: [Remark] = []
    /// What could not be done besides, and does not count: the state that is kept for the next boot, say.
    public internal(set) var warnings: [GatewayError] = []

    init(_ profile: ProfileName) { self.profile = profile }

    /// Throws the error, if there is one.
    public func check() throws(GatewayError) { if let error { throw error } }
}
