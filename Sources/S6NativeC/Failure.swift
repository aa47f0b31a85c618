import CS6Native
import HermesGateways
import S6Native

/// What C is told of a failure in numbers.
struct Failure {
    let errno: CInt
    let kind: Int

    init(_ errno: CInt, _ kind: Int) {
        self.errno = errno
        self.kind = kind
    }

    init(_ errno: Errno, _ kind: Int) { self.init(errno.rawValue, kind) }
}

/// Errnos that only these calls give: Linux's numbers, the same on every machine that s6 is on with this library.
private enum Number {
    static var deadlock: CInt { 35 }
    static var fileTooBig: CInt { 27 }
    static var badMessage: CInt { 74 }
    static var timedOut: CInt { 110 }
    static var cancelled: CInt { 125 }
    static var notRecoverable: CInt { 131 }
}

extension GatewayError {
    /// The failure in numbers.
    var failure: Failure {
        switch self {
        case .invalidProfileName, .invalidVariableName, .invalidVariableValue:
            Failure(.invalidArgument, S6N_ERROR_ARGUMENT)
        case .unknownProfile: Failure(.noEntry, S6N_ERROR_NO_SUCH_PROFILE)
        case .notRegistered: Failure(.noEntry, S6N_ERROR_NOT_REGISTERED)
        case .noCommand: Failure(.noEntry, S6N_ERROR_OTHER)
        case .noTree: Failure(.noReader, S6N_ERROR_NO_SCANNER)
        case .alreadyRegistered: Failure(.exists, S6N_ERROR_REGISTERED)
        case .insideTarget: Failure(Number.deadlock, S6N_ERROR_INSIDE_GATEWAY)
        case .servedByRoot: Failure(.notPermitted, S6N_ERROR_SERVED_BY_ROOT)
        case .stateFileTooLarge: Failure(Number.fileTooBig, S6N_ERROR_OTHER)
        case .s6(let error): error.failure
        default: Failure(.notSupported, S6N_ERROR_OTHER)
        }
    }

    /// What it is about, if that is a path.
    var path: [UInt8]? {
        switch self {
        case .unknownProfile(_, let path), .notRegistered(_, let path), .noTree(let path, _),
            .alreadyRegistered(_, let path), .stateFileTooLarge(let path, _), .noCommand(let path):
            Array(path.bytes)
        case .s6(.invalidArgument): nil
        case .s6(let error): error.place
        default: nil
        }
    }
}

extension S6Error {
    fileprivate var failure: Failure {
        switch self {
        case .invalidPath, .invalidSlotName, .invalidArgument, .tooManyCommands, .notRunnable, .notServicedir,
            .unlimitedWait,
            .notRelayable:
            Failure(.invalidArgument, S6N_ERROR_ARGUMENT)
        case .noSuchService: Failure(.noEntry, S6N_ERROR_NO_SUCH_SERVICE)
        case .notSupervised, .supervisorEnded: Failure(.noReader, S6N_ERROR_NOT_SUPERVISED)
        case .supervisorStarting: Failure(.wouldBlock, S6N_ERROR_STARTING)
        case .noScanner: Failure(.noReader, S6N_ERROR_NO_SCANNER)
        case .slotExists: Failure(.exists, S6N_ERROR_EXISTS)
        case .slotBusy, .scannerRuns: Failure(.busy, S6N_ERROR_EXISTS)
        case .timedOut, .survivors, .notTakenUp, .locked: Failure(Number.timedOut, S6N_ERROR_TIMED_OUT)
        case .cancelled: Failure(Number.cancelled, S6N_ERROR_CANCELLED)
        case .failedPermanently: Failure(Number.notRecoverable, S6N_ERROR_FAILED_FOR_GOOD)
        case .wantedDown, .wantedUp: Failure(.busy, S6N_ERROR_WANTED_OTHERWISE)
        case .malformed, .wrongFileType: Failure(Number.badMessage, S6N_ERROR_TAMPERED)
        case .foreignLink: Failure(.symbolicLink, S6N_ERROR_TAMPERED)
        case .fifoFull: Failure(.wouldBlock, S6N_ERROR_FIFO_FULL)
        case .mountPoint: Failure(.busy, S6N_ERROR_OTHER)
        case .cannotWatch: Failure(.permissionDenied, S6N_ERROR_OTHER)
        case .descriptorLimit: Failure(.descriptorLimit, S6N_ERROR_OTHER)
        case .system(_, _, let errno): Failure(errno, S6N_ERROR_OTHER)
        default: Failure(.notSupported, S6N_ERROR_OTHER)
        }
    }
}
