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
        var wait = try ServiceWait(for: goal, on: services, quorum, before: deadline, cancel: cancel)
        while !wait.isDecided { try wait.look(before: deadline) }
        try wait.outcome()
    }
}
