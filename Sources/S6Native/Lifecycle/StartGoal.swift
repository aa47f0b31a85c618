/// When a service that was asked to start counts as started.
public enum StartGoal: Equatable, Sendable {
    /// `./run` is running.
    case up
    /// It has said that it is ready, on its notification descriptor.
    case ready
    /// Ready, if the servicedir has a `notification-fd`; else up. So does s6-rc.
    case declared

    /// Which of the two it is for this service.
    func resolved(for service: ServiceDirectory) throws(S6Error) -> WaitGoal {
        switch self {
        case .up: .up
        case .ready: .ready
        case .declared: try service.notificationFD() == nil ? .up : .ready
        }
    }
}
