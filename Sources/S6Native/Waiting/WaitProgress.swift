/// How far one service is on the way to a goal, from what its supervisor says.
///
/// A pure value. It goes by the two bits that s6 goes by, up and ready, which the status gives at first and the
/// events change. Ask ``isReached`` after each event: a state that lasted only a moment counts, and one that is
/// lost again while other services are waited for does not.
struct WaitProgress: Equatable {
    /// Why the goal cannot be reached any more.
    enum Failure: Equatable { case failedPermanently, supervisorEnded, wantedDown }

    let goal: WaitGoal
    private(set) var failure: Failure?
    private var isUp: Bool
    /// If up, the service said so; if down, `./finish` has ended; that is one bit to s6.
    private var isReady: Bool
    private var hasBeenDown: Bool
    private var lastStatus: ServiceStatus?

    /// Begins with the status that was read after subscribing, `nil` if the supervisor has written none yet.
    init(_ goal: WaitGoal, from status: ServiceStatus?) {
        self.goal = goal
        isUp = status?.isUp ?? false
        isReady = status.map { $0.isReady || $0.isFinished } ?? false
        hasBeenDown = status.map { !$0.isUp } ?? true
        lastStatus = status
    }

    /// That of a service that cannot be waited for.
    static func impossible(_ goal: WaitGoal) -> WaitProgress {
        var progress = WaitProgress(goal, from: nil)
        progress.failure = .supervisorEnded
        return progress
    }

    var isReached: Bool {
        switch goal {
        case .up: isUp
        case .ready: isUp && isReady
        case .down: !isUp && lastStatus != nil
        case .finished: !isUp && isReady
        case .restarted: hasBeenDown && isUp
        case .restartedAndReady: hasBeenDown && isUp && isReady
        }
    }

    /// Takes in an event.
    ///
    /// The corresponding loop of s6 is `s6_svlisten_loop`.
    mutating func observe(_ event: ServiceEvent) {
        switch event {
        case .started: set(up: true, ready: false)
        case .ready: set(up: true, ready: true)
        case .died: set(up: false, ready: false)
        case .finished: set(up: false, ready: true)
        case .failedPermanently: if goal.isUpward { failure = .failedPermanently }
        case .supervisorExiting: observeSupervisorEnd()
        case .supervisorStarted: break  // the caller reads the status anew
        }
    }

    /// Takes in a status that was read anew, where there are no events.
    mutating func observe(_ status: ServiceStatus, treatingUnwantedAsFailure: Bool) {
        if let lastStatus, status.isUp && (status.changedAt != lastStatus.changedAt || status.pid != lastStatus.pid) {
            hasBeenDown = true  // it went down and up between two looks
        }
        lastStatus = status
        set(up: status.isUp, ready: status.isReady || status.isFinished)
        if treatingUnwantedAsFailure && goal.isUpward && !status.wantsUp && !isReached { failure = .wantedDown }
    }

    /// The supervisor's process has ended.
    mutating func observeSupervisorEnd() {
        if !isReached { failure = .supervisorEnded }
    }

    private mutating func set(up: Bool, ready: Bool) {
        isUp = up
        isReady = ready
        if !up { hasBeenDown = true }
    }
}
