extension ServiceDirectory {
    /// Blocks until the service is in a state, without a thread, a timer or a look in vain.
    ///
    /// It subscribes to the events in `event/`, then reads the status, then waits, so nothing is missed. Where
    /// `event/` may not be written to, it watches the file `supervise/status` itself; there a deadline is
    /// needed, since the death of a supervisor might not be seen, changes in quick succession may be seen as
    /// one, and being wanted down while waited for to come up is a failure. The corresponding s6 program is
    /// `s6-svwait`; unlike it, this fails at once where no supervisor runs, or the supervisor is killed.
    ///
    /// - Parameters:
    ///   - goal: the state.
    ///   - deadline: until when to wait.
    ///   - cancel: a descriptor that ends the wait when it becomes readable. Nothing is read from it.
    /// - Throws: ``S6Error/timedOut(_:)``, ``S6Error/cancelled``, ``S6Error/failedPermanently(_:)``,
    ///   ``S6Error/supervisorEnded(_:)``, ``S6Error/wantedDown(_:)``, ``S6Error/notSupervised(_:)``,
    ///   ``S6Error/unlimitedWait(_:)``, ``S6Error/cannotWatch(_:events:status:)``, or what was refused.
    public func wait(for goal: WaitGoal, before deadline: Deadline, cancel: CInt? = nil) throws(S6Error) {
        try Self.wait(for: goal, on: [self], .all, before: deadline, cancel: cancel)
    }

    /// Blocks until all of some services, or any, are in a state: see ``wait(for:before:cancel:)``.
    ///
    /// For all it ends at the first service that cannot reach it any more, for any at the last one. It takes two
    /// descriptors a service while it waits. With no services there is nothing to wait for.
    public static func wait(
        for goal: WaitGoal,
        on services: [ServiceDirectory],
        _ quorum: WaitQuorum,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) {
        guard !services.isEmpty else { return }
        var watch = Watch(of: services.count, cancel: cancel)
        var entries: [WaitProgress] = []
        var refusals: [S6Error?] = []
        for service in services {
            let (progress, refusal) = try watch.begin(service, goal, quorum, before: deadline)
            entries.append(progress)
            refusals.append(refusal)
        }
        var board = WaitBoard(entries, quorum)
        while !board.isDecided {
            if try watch.wait(before: deadline) {
                for number in services.indices where !board.isDecided && watch.hasNews(number) {
                    try watch.tell(&board, number, services[number])
                }
            }
            // Asked each time: news without end is no reason to stay.
            if !board.isDecided && deadline.hasPassed { throw .timedOut(board.unmet.map { services[$0].unmet(goal) }) }
        }
        if !board.isMet, let (number, reason) = board.failure {
            throw refusals[number] ?? reason.error(services[number])
        }
    }

    /// What is true of the service now, for the error of a wait that came to nothing.
    private func unmet(_ goal: WaitGoal) -> S6Error.Unmet {
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
