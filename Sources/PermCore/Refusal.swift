/// Why nothing was sent, by the exit code that says so.
public enum Refusal: UInt8, Error, Equatable, Sendable {
    /// No supervisor reads the service's FIFO, or there is no such service.
    case notSupervised = 69
    /// Somebody else than root could have put something else on the path to it.
    case tampering = 70
    /// The FIFO is full, or the caller asks too often.
    case tryAgain = 75
    /// The policy does not grant it, whether there is such a service or not.
    case denied = 77
    /// The policy is missing, not root's alone, or not well formed.
    case unusablePolicy = 78
    /// What was asked is no request.
    case badRequest = 100
    /// A system call was refused: the grant is missing, or the caller's limits are too low.
    case system = 111
    /// The program runs without the privilege that its bit would give it.
    case unprivileged = 126
}
