/// What has been heard of a service since it was last asked for something.
///
/// The status says what is true; this says what has been true in between.
struct Heard: Equatable {
    var started = false
    var ready = false
    var failedPermanently = false

    mutating func note(_ event: ServiceEvent) {
        switch event {
        case .started: started = true
        case .ready: ready = true
        case .failedPermanently: failedPermanently = true
        case .died, .finished, .supervisorStarted, .supervisorExiting: break
        }
    }
}

/// One service on the way to what was asked for it: what to send, when, and when it is had.
///
/// A pure value: ``next(_:_:)`` is asked after each look at the service.
struct Pursuit: Equatable {
    /// What the caller wants.
    enum Verb: Equatable {
        case stop
        case start(WaitGoal)
        case restart(WaitGoal)
    }

    /// What to do now.
    enum Step: Equatable {
        case wait
        case send(ControlCommand)
        /// Two commands in one write.
        case sendBoth(ControlCommand, ControlCommand)
        case done
        case failedPermanently
        /// Someone else asked for down meanwhile.
        case wantedDown
    }

    private enum Phase: Equatable {
        case asked
        /// Told to end: `d`, or `rc` to what was then `old`.
        case ending(old: ServiceStatus)
        /// `./finish` runs. One that exits 125 would undo a `u` now.
        case finishing
        /// `u` was sent to what was up but not wanted so: it may stay, or be on its way down.
        case claimed
        /// `u` was sent, or is not needed.
        case starting
    }

    let verb: Verb
    private var phase = Phase.asked

    init(_ verb: Verb) { self.verb = verb }

    /// The state that an error names.
    var goal: WaitGoal {
        switch verb {
        case .stop: .finished
        case .start(let goal): goal
        case .restart(let goal): goal == .ready ? .restartedAndReady : .restarted
        }
    }

    /// Whether it waits for the service to end, so that killing it helps.
    var isEnding: Bool { if case .ending = phase { true } else { false } }

    /// What has to be sent if the pursuit is given up: a service that was wanted up is not left down.
    var debt: ControlCommand? {
        guard case .restart = verb, case .ending(let old) = phase, old.wantsUp else { return nil }
        return .wantUp
    }

    /// Whether only want-up is not as it should be.
    ///
    /// It changes without an event.
    func dependsOnWantUp(_ status: ServiceStatus) -> Bool {
        verb == .stop ? status.isFinished && status.wantsUp : status.isUp && !status.wantsUp
    }

    /// Says what to do, from the status as it is and what was heard since the last command.
    mutating func next(_ status: ServiceStatus, _ heard: Heard) -> Step {
        switch (verb, phase) {
        case (.stop, .asked): status.isStopped ? .done : end(status, .send(.wantDown))
        case (.stop, _): status.isStopped ? .done : .wait
        case (.start(let goal), .asked): status.isStarted(goal) ? .done : start(status)
        case (.restart, .asked): status.isUp ? end(status, .sendBoth(.downSignal, .continue)) : start(status)
        case (.restart(let goal), .ending(let old)): status.isPast(old) ? restart(status, goal, heard) : .wait
        case (_, .finishing): status.isFinishing ? .wait : start(status)
        case (.start(let goal), .claimed), (.restart(let goal), .claimed):
            status.isStarted(goal) ? .done : status.isFinished ? start(status) : .wait
        case (.start(let goal), _), (.restart(let goal), _): outcome(status, goal, heard)
        }
    }

    private mutating func end(_ status: ServiceStatus, _ step: Step) -> Step {
        phase = .ending(old: status)
        return step
    }

    private mutating func start(_ status: ServiceStatus) -> Step {
        phase = status.isFinishing ? .finishing : status.isUp ? .claimed : .starting
        return status.isFinishing ? .wait : .send(.wantUp)
    }

    /// The old process is gone.
    ///
    /// If it had been ready, its supervisor has started another at once.
    private mutating func restart(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard) -> Step {
        guard status.isUp && status.wantsUp else { return start(status) }
        phase = .starting
        return outcome(status, goal, heard)
    }

    private func outcome(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard) -> Step {
        if status.isStarted(goal) || (goal == .ready ? heard.ready : heard.started) { return .done }
        if heard.failedPermanently { return .failedPermanently }
        if heard.started && status.isFinished && !status.wantsUp { return .wantedDown }
        return .wait
    }
}

extension ServiceStatus {
    fileprivate var isStopped: Bool { isFinished && !wantsUp }

    fileprivate func isStarted(_ goal: WaitGoal) -> Bool { wantsUp && (goal == .ready ? isReady : isUp) }

    /// Whether the process of `old` has ended, and what it left is done.
    fileprivate func isPast(_ old: ServiceStatus) -> Bool {
        isFinished || (isUp && (pid != old.pid || changedAt != old.changedAt))
    }
}
