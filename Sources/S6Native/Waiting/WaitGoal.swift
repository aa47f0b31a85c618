/// A state to wait for.
///
/// The letters are those of `s6-svwait`'s options.
public enum WaitGoal: Equatable, Sendable, CaseIterable {
    /// `u`: `./run` is running.
    case up
    /// `U`: up, and the service has said that it is ready.
    case ready
    /// `d`: `./run` is not running.
    case down
    /// `D`: down, and `./finish` has ended.
    case finished
    /// `r`: it has been down since the wait began (or was then), and is up.
    case restarted
    /// `R`: it has been down since the wait began (or was then), and is up and ready.
    case restartedAndReady
}

extension WaitGoal: CustomStringConvertible, Worded {
    /// The state in words.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .up: "up"
        case .ready: "up and ready"
        case .down: "down"
        case .finished: "really down"
        case .restarted: "restarted"
        case .restartedAndReady: "restarted and ready"
        }
    }

    /// Whether it ends with the service up.
    var isUpward: Bool {
        switch self {
        case .up, .ready, .restarted, .restartedAndReady: true
        case .down, .finished: false
        }
    }
}
