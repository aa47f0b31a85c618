/// What to do when a service does not end on its down signal: `SIGKILL`, after a while.
public struct Escalation: Equatable, Sendable {
    /// Who gets it.
    public enum Target: Equatable, Sendable {
        /// The process of `./run`, through its supervisor.
        case process
        /// Its whole process group, through its supervisor (s6 2.13 and later), and directly where the caller
        /// has the right to: older supervisors kill the process only.
        case group
    }

    /// How long after the request.
    public let delay: Duration
    /// Who gets it.
    public let target: Target

    /// Kills `target` if the service has not ended after `delay`.
    public init(after delay: Duration, _ target: Target = .process) {
        self.delay = delay
        self.target = target
    }
}
