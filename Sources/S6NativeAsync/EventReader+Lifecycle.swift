public import S6Native

// The verbs that have, for tasks. All that holds of S6Native's holds of these; only the way to spend the time is another.
extension EventReader {
    /// Stops a service: returns when it is really down.
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - deadline: until when to wait. The request stands when it passes, or the task is cancelled.
    ///   - escalation: kills it if it has not ended after a while.
    /// - Returns: the status then.
    /// - Throws: as `ServiceDirectory.stop(before:escalation:cancel:)`.
    @discardableResult
    public func stop(
        _ service: ServiceDirectory,
        before deadline: Deadline,
        escalation: Escalation? = nil
    ) async throws(S6Error) -> ServiceStatus {
        let stopping = ServiceDirectory.stopping([service], before: deadline, escalation: escalation)
        return try await run(stopping, about: service.path)[0].get()
    }

    /// Starts a service: returns when it is up, or ready.
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - goal: when it counts as started.
    ///   - deadline: until when to wait. The request stands when it passes, or the task is cancelled.
    /// - Returns: the status then.
    /// - Throws: as `ServiceDirectory.start(until:before:cancel:)`.
    @discardableResult
    public func start(
        _ service: ServiceDirectory,
        until goal: StartGoal = .declared,
        before deadline: Deadline
    ) async throws(S6Error) -> ServiceStatus {
        let starting = ServiceDirectory.starting([service], until: goal, before: deadline)
        return try await run(starting, about: service.path)[0].get()
    }

    /// Restarts a service, without the second that s6-supervise waits: returns when another process of it is up, or ready.
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - goal: when it counts as started.
    ///   - deadline: until when to wait. If it was wanted up it still is when it passes, or the task is cancelled.
    ///   - escalation: kills it if it has not ended after a while.
    /// - Returns: the status then.
    /// - Throws: as `ServiceDirectory.restart(until:before:escalation:cancel:)`.
    @discardableResult
    public func restart(
        _ service: ServiceDirectory,
        until goal: StartGoal = .declared,
        before deadline: Deadline,
        escalation: Escalation? = nil
    ) async throws(S6Error) -> ServiceStatus {
        let restarting = ServiceDirectory.restarting([service], until: goal, before: deadline, escalation: escalation)
        return try await run(restarting, about: service.path)[0].get()
    }

    /// Runs what was prepared to its end; nothing is asked of anybody unless the thread is there to tell of the answer.
    private func run(
        _ prepared: consuming Pursuits,
        about path: S6Path
    ) async throws(S6Error) -> [Result<ServiceStatus, S6Error>] {
        var pause = try Pause(in: self, about: path)
        prepared.begin()
        while !prepared.isOver {
            do throws(S6Error) {
                try await pause.until(prepared.descriptors, before: prepared.nextMoment)
                prepared.look(before: .now)
            } catch {
                prepared.giveUp(error)
            }
        }
        return prepared.results
    }
}
