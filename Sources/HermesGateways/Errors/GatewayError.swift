public import S6Native

/// Why something could not be done to a gateway.
///
/// As with `S6Error`, ``description`` names what it is about and the reason, and ``remedy`` what helps.
@nonexhaustive
public indirect enum GatewayError: Error, Equatable, Sendable {
    // What was asked for

    /// A name that no profile can have.
    case invalidProfileName(bytes: [UInt8])
    /// A variable whose name is none.
    case invalidVariableName(bytes: [UInt8])
    /// A variable whose value holds a NUL or a newline.
    case invalidVariableValue(name: [UInt8])
    /// There is no such profile.
    case unknownProfile(ProfileName, home: S6Path)
    /// There is such a profile, but no slot of it in this tree.
    case notRegistered(ProfileName, slot: S6Path)
    /// No s6-svscan keeps this scandir.
    case noTree(S6Path, profile: ProfileName?)
    /// There is a slot of that profile.
    case alreadyRegistered(ProfileName, slot: S6Path)
    /// The caller runs within the gateway that it would end.
    case insideTarget(ProfileName, pid: Int32)
    /// The policy has the root profile's gateway serve this profile.
    case servedByRoot(ProfileName)

    // What keeps it from being done

    /// There is no hermesctl where the scripts of a slot would call it.
    case noCommand(S6Path)
    /// What ``ServiceManagerKind`` this is cannot be had here.
    case notOnThisPlatform(ServiceManagerKind)
    /// This kind of manager cannot be given new gateways while it runs.
    case noRegistration(ServiceManagerKind)
    /// There is no service manager.
    case noServiceManager
    /// A program that the manager consists of has refused.
    case commandFailed(command: [UInt8], code: Int32, message: [UInt8])
    /// The state file is larger than any gateway makes it.
    case stateFileTooLarge(S6Path, size: Int64)
    /// s6, or the system, has refused.
    case s6(S6Error)
}

/// Runs what throws the one error, and throws the other.
func wrapping<Value: ~Copyable>(_ body: () throws(S6Error) -> Value) throws(GatewayError) -> Value {
    do throws(S6Error) { return try body() } catch { throw .s6(error) }
}
