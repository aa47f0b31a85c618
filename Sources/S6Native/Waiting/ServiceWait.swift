/// One wait for some services to be in a state, made a look at a time.
///
/// The caller decides how to spend the time between two looks: blocked in the look itself, or elsewhere until one of
/// ``descriptors`` is readable or the deadline has passed.
package struct ServiceWait: ~Copyable {
    private let goal: WaitGoal
    private let services: [ServiceDirectory]
    private let deadline: Deadline
    private var watch: Watch
    private var board: WaitBoard
    /// Why a service cannot even be waited for, where another one may do.
    private let refusals: [S6Error?]

    /// Subscribes to each of the services, then reads its status.
    package init(
        for goal: WaitGoal,
        on services: [ServiceDirectory],
        _ quorum: WaitQuorum,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) {
        self.goal = goal
        self.services = services
        self.deadline = deadline
        var watch = Watch(of: services.count, cancel: cancel)
        var entries: [WaitProgress] = []
        var refusals: [S6Error?] = []
        for service in services {
            let (progress, refusal) = try watch.begin(service, goal, quorum, before: deadline)
            entries.append(progress)
            refusals.append(refusal)
        }
        self.watch = watch
        self.refusals = refusals
        board = WaitBoard(entries, quorum)
    }

    /// Whether there is nothing left to wait for, or no sense in it.
    package var isDecided: Bool { board.isDecided }

    /// What becomes readable when there is something to look at; it changes with each look.
    package var descriptors: [CInt] { watch.descriptors }

    /// Takes in what has come, or what comes until `moment`; throws ``S6Error/timedOut(_:)`` once the deadline has passed.
    package mutating func look(before moment: Deadline) throws(S6Error) {
        if try watch.wait(before: moment) {
            for number in services.indices where !board.isDecided && watch.hasNews(number) {
                try watch.tell(&board, number, services[number])
            }
        }
        // Asked each time: news without end is no reason to stay.
        guard !board.isDecided && deadline.hasPassed else { return }
        let (services, goal) = (services, goal)
        throw .timedOut(board.unmet.map { services[$0].unmet(goal) })
    }

    /// Returns if the state is here; throws why it cannot come.
    package func outcome() throws(S6Error) {
        if !board.isMet, let (number, reason) = board.failure {
            throw refusals[number] ?? reason.error(services[number])
        }
    }
}

extension ServiceDirectory {
    /// What is true of the service now, for the error of a wait that came to nothing.
    fileprivate func unmet(_ goal: WaitGoal) -> S6Error.Unmet {
        S6Error.Unmet(service: path, goal: goal, last: try? status())
    }
}

extension Watch {
    /// Subscribes to a service, and says where it stands then; for any, one that cannot be waited for is as good as
    /// one that has failed.
    fileprivate mutating func begin(
        _ service: ServiceDirectory,
        _ goal: WaitGoal,
        _ quorum: WaitQuorum,
        before deadline: Deadline
    ) throws(S6Error) -> (WaitProgress, refusal: S6Error?) {
        do throws(S6Error) {
            return (try begin(service, goal, before: deadline), nil)
        } catch {
            if case .descriptorLimit = error { throw error }
            guard quorum == .any else { throw error }
            return (.impossible(goal), error)
        }
    }

    /// Subscribes to a service, and says where it stands then.
    private mutating func begin(
        _ service: ServiceDirectory,
        _ goal: WaitGoal,
        before deadline: Deadline
    ) throws(S6Error) -> WaitProgress {
        let number = try add(service, deadline)
        do throws(S6Error) {
            let status = try service.status()
            var progress = WaitProgress(goal, from: status)
            if watchesStatus(number) { progress.observe(status, treatingUnwantedAsFailure: true) }
            return progress
        } catch .supervisorStarting {
            return WaitProgress(goal, from: nil)
        }
    }

    /// Takes in what has come from one service, up to the point where the wait is decided.
    fileprivate mutating func tell(
        _ board: inout WaitBoard,
        _ number: Int,
        _ service: ServiceDirectory
    ) throws(S6Error) {
        _ = try readEvents(number)
        while !board.isDecided, let event = nextEvent(number) {
            board.update(number) { $0.observe(event) }
            guard event == .supervisorStarted else { continue }
            try followNewSupervisor(number)
            let status = try service.status()
            board.update(number) { $0.observe(status, treatingUnwantedAsFailure: false) }
        }
        guard !board.isDecided else { return }
        if try takeStatusChange(number) {
            let status = try service.status()
            board.update(number) { $0.observe(status, treatingUnwantedAsFailure: true) }
        }
        if takeSupervisorEnd(number) { board.update(number) { $0.observeSupervisorEnd() } }
    }
}

extension WaitProgress.Failure {
    fileprivate func error(_ service: ServiceDirectory) -> S6Error {
        switch self {
        case .failedPermanently: .failedPermanently(service.path)
        case .supervisorEnded: .supervisorEnded(service.path)
        case .wantedDown: .wantedDown(service.path)
        }
    }
}
