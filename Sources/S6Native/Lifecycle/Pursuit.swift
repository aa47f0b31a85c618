/// What has been heard of a service since it was last asked for something.
///
/// The status says what is true; this says what has been true in between.
struct Heard: Equatable {
    /// There are no events: only the status is watched.
    let isDeaf: Bool
    private(set) var started = false
    private(set) var ready = false
    private(set) var failedPermanently = false
    /// It was wanted up, which only the status tells.
    private(set) var wanted = false
    /// The status was written anew, where that is watched.
    private(set) var statusWritten = false
    private var finished = false

    init(isDeaf: Bool = false) { self.isDeaf = isDeaf }

    /// Whether all events of an old process have come, now that the status says that it is gone: the status is
    /// ahead of them, and what they tell is not to be taken for news of the next one.
    var isUpToDate: Bool { finished || isDeaf }

    /// Whether it was up, or ready, at least for a moment.
    func tells(of goal: WaitGoal) -> Bool { goal == .ready ? ready : started }

    mutating func note(_ event: ServiceEvent) {
        switch event {
        case .started: started = true
        case .ready: ready = true
        case .failedPermanently: failedPermanently = true
        case .finished: finished = true
        case .died, .supervisorStarted, .supervisorExiting: break
        }
    }

    mutating func noteStatusWritten() { statusWritten = true }

    /// Notes what a status tells, where there are no events.
    mutating func note(_ status: ServiceStatus) {
        guard isDeaf else { return }
        if status.isUp { started = true }
        if status.isReady { ready = true }
        if status.wantsUp { wanted = true }
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
        /// Wait, but what was heard so far counts no more.
        case waitAnew
        case send(ControlCommand)
        /// Two commands in one write.
        case sendBoth(ControlCommand, ControlCommand)
        /// Watch the status itself, then look and ask again.
        case watchStatus
        case done
        case failedPermanently
        /// Someone else asked for down meanwhile.
        case wantedDown
        /// Someone else asked for up meanwhile.
        case wantedUp
    }

    private enum Phase: Equatable {
        case asked
        /// To be stopped, and so already: the status was to be watched, or glanced at, first.
        case watching
        /// The same, and `d` was sent: the supervisor writes the status when it has read it.
        case confirming
        /// Told to end: `d`, or `rc` to what was then `old`. `d` was `obeyed` once want-up was seen clear.
        case ending(old: ServiceStatus, obeyed: Bool)
        /// `./finish` runs. One that exits 125 would undo a `u` now.
        case finishing
        /// `u` was sent to what was up but not wanted so: it may stay, or be on its way down. It was `heard` once
        /// want-up was seen set.
        case claimed(heard: Bool)
        /// `u` was sent, or is not needed, since it `wasUp` and wanted so.
        case starting(wasUp: Bool)
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

    /// Whether it only waits for the status to be watched.
    var isAboutToConfirm: Bool { phase == .watching }

    /// Has `d` sent anew: the status is watched only now, and may have been written in between.
    mutating func confirmAnew() { if phase == .confirming { phase = .watching } }

    /// What has to be sent if the pursuit is given up: a service that was wanted up is not left down.
    var debt: ControlCommand? {
        guard case .restart = verb, case .ending(let old, _) = phase, old.wantsUp else { return nil }
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
        switch verb {
        case .stop: nextOfStop(status, heard)
        case .start(let goal): nextOfStart(status, goal, heard)
        case .restart(let goal): nextOfRestart(status, goal, heard)
        }
    }

    private mutating func nextOfStop(_ status: ServiceStatus, _ heard: Heard) -> Step {
        switch phase {
        case .asked where status.isStopped:
            phase = .watching
            return .watchStatus
        case .watching where status.isStopped:
            // A `u` of a moment ago may be unread still, and would start it behind our back: `d` comes after it.
            phase = .confirming
            return .send(.wantDown)
        case .confirming where !heard.statusWritten: return .wait
        case _ where status.isStopped: return .done
        case .confirming:
            phase = .ending(old: status, obeyed: false)
            return .wait
        case .ending(_, obeyed: true) where status.wantsUp: return .wantedUp
        case .ending(let old, _):
            // Before the supervisor has read the `d`, want-up is only still set.
            if !status.wantsUp { phase = .ending(old: old, obeyed: true) }
            return .wait
        case .asked, .watching, .finishing, .claimed, .starting: return end(status, .send(.wantDown))
        }
    }

    private mutating func nextOfRestart(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard) -> Step {
        switch phase {
        case .asked where status.isUp: end(status, .sendBoth(.downSignal, .continue))
        case .ending(let old, _) where !status.isPast(old) || !heard.isUpToDate: .wait
        // If the old process had been ready, its supervisor has started another at once.
        case .ending where status.isUp && status.wantsUp: join(goal, status, heard)
        case .asked, .watching, .confirming, .ending: start(status, goal, heard)
        case .finishing, .claimed, .starting: nextOfStart(status, goal, heard)
        }
    }

    private mutating func nextOfStart(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard) -> Step {
        switch phase {
        case .asked, .watching, .confirming, .ending: return start(status, goal, heard)
        case .finishing: return status.isFinishing || !heard.isUpToDate ? .wait : start(status, goal, heard)
        case .claimed(let wasHeard):
            if status.isStarted(goal) { return .done }
            if status.wantsUp { phase = .claimed(heard: true) }
            guard status.isFinished && heard.isUpToDate else { return .wait }
            // It has gone down as it was told before. If its `./finish` exited 125, that has undone the `u`.
            let isUndone = wasHeard && !status.wantsUp && !heard.failedPermanently
            return isUndone ? .wantedDown : start(status, goal, heard)
        case .starting(let wasUp): return outcome(status, goal, heard, wasUp: wasUp)
        }
    }

    private mutating func end(_ status: ServiceStatus, _ step: Step) -> Step {
        phase = .ending(old: status, obeyed: false)
        return step
    }

    private mutating func start(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard) -> Step {
        if status.isUp && status.wantsUp { return join(goal, status, heard) }
        phase = status.isFinishing ? .finishing : status.isUp ? .claimed(heard: false) : .starting(wasUp: false)
        return status.isFinishing ? .wait : .send(.wantUp)
    }

    /// It is up and wanted so: there is nothing to ask for.
    private mutating func join(_ goal: WaitGoal, _ status: ServiceStatus, _ heard: Heard) -> Step {
        phase = .starting(wasUp: true)
        return status.isStarted(goal) || heard.tells(of: goal) ? .done : .waitAnew
    }

    private func outcome(_ status: ServiceStatus, _ goal: WaitGoal, _ heard: Heard, wasUp: Bool) -> Step {
        if status.isStarted(goal) || heard.tells(of: goal) { return .done }
        // What was told of a process before this one may come only now: the status is ahead of it.
        if heard.failedPermanently && (wasUp || heard.started) { return .failedPermanently }
        let wasStarted = wasUp || heard.started || heard.wanted
        return wasStarted && status.isFinished && !status.wantsUp && heard.isUpToDate ? .wantedDown : .wait
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
