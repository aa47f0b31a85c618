import HermesGateways
import S6Native

/// How hermesctl ends: the same code for the same outcome, whatever the command and the route.
enum ExitCode: Int32 {
    case success = 0
    /// The wanted state cannot come, or there are findings.
    case failure = 1
    /// Something is not as s6 makes it: who has been there?
    case tampering = 70
    /// A FIFO is full, or a relay is asked too often.
    case full = 75
    /// The permission policy does not grant it.
    case denied = 77
    /// The configuration says no, or the permission policy cannot be used.
    case configuration = 78
    case timedOut = 99
    case usage = 100
    case notSupervised = 102
    case noSuchName = 104
    case system = 111
    /// No relay has the privilege that it would need.
    case unprivileged = 126

    /// The outcome of several names: the first of this order that is among them.
    static func worst(_ codes: [ExitCode]) -> ExitCode {
        let order: [ExitCode] = [
            .tampering, .system, .unprivileged, .configuration, .denied, .usage, .full, .noSuchName, .notSupervised,
            .failure, .timedOut,
        ]
        return order.first { codes.contains($0) } ?? .success
    }

    init(_ error: S6Error) {
        self =
            switch error {
            case .invalidPath, .invalidSlotName, .invalidArgument, .tooManyCommands, .unlimitedWait, .notRunnable,
                .notServicedir,
                .notRelayable:
                .usage
            case .noSuchService: .noSuchName
            case .notSupervised, .supervisorStarting, .supervisorEnded, .noScanner: .notSupervised
            case .slotExists, .slotBusy, .scannerRuns, .failedPermanently, .wantedDown, .wantedUp: .failure
            case .timedOut, .survivors, .notTakenUp, .locked, .cancelled: .timedOut
            case .malformed, .wrongFileType, .foreignLink: .tampering
            case .fifoFull: .full
            case .refusedByRelay(_, _, let refusal): ExitCode(refusal)
            default: .system
            }
    }

    private init(_ refusal: RelayRefusal) {
        self =
            switch refusal {
            case .denied: .denied
            case .unusablePolicy: .configuration
            case .tampering: .tampering
            case .tryAgain: .full
            case .badRequest: .usage
            case .system, .lost, .silent: .system
            case .unprivileged: .unprivileged
            }
    }

    init(_ error: GatewayError) {
        self =
            switch error {
            case .invalidProfileName, .invalidVariableName, .invalidVariableValue: .usage
            case .unknownProfile, .notRegistered: .noSuchName
            case .noTree, .noServiceManager: .notSupervised
            case .alreadyRegistered, .insideTarget, .commandFailed, .noRegistration: .failure
            case .servedByRoot: .configuration
            case .s6(let error): ExitCode(error)
            default: .system
            }
    }
}
