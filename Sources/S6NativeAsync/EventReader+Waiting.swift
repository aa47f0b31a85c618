public import S6Native

extension EventReader {
    /// Suspends the task until a service is in a state.
    ///
    /// It is `ServiceDirectory.wait(for:before:cancel:)`, of which all holds; only the way to spend the time is
    /// another.
    ///
    /// - Parameters:
    ///   - goal: the state.
    ///   - service: the service.
    ///   - deadline: until when to wait.
    /// - Throws: as there; `S6Error.cancelled` when the task is cancelled or the reader closed.
    public func wait(
        for goal: WaitGoal,
        on service: ServiceDirectory,
        before deadline: Deadline
    ) async throws(S6Error) {
        try await wait(for: goal, on: [service], .all, before: deadline)
    }

    /// Suspends the task until all of some services, or any, are in a state.
    ///
    /// - Parameters:
    ///   - goal: the state.
    ///   - services: the services. Each takes two descriptors meanwhile, and the wait one, if it has a deadline.
    ///   - quorum: how many of them.
    ///   - deadline: until when to wait.
    /// - Throws: as ``wait(for:on:before:)``.
    public func wait(
        for goal: WaitGoal,
        on services: [ServiceDirectory],
        _ quorum: WaitQuorum,
        before deadline: Deadline
    ) async throws(S6Error) {
        guard let first = services.first else { return }
        var pause = try Pause(in: self, about: first.path)
        var wait = try ServiceWait(for: goal, on: services, quorum, before: deadline)
        while !wait.isDecided {
            try await pause.until(wait.descriptors, before: deadline)
            try wait.look(before: .now)
        }
        try wait.outcome()
    }
}
