// The verbs that have: each returns when it is so, or throws what is true instead.
extension ServiceDirectory {
    /// Stops the service: returns when it is really down, its `./finish` included, and wanted down.
    ///
    /// A service that is so already is told all the same, and its supervisor heard: an `u` of a moment ago that it had
    /// not read yet is overruled. The corresponding s6 command is `s6-svc -wD -d`.
    ///
    /// - Parameters:
    ///   - deadline: until when to wait. The request stands when it passes.
    ///   - escalation: kills it if it has not ended after a while; else only its own `timeout-kill` does.
    ///   - cancel: a descriptor that ends the wait when it becomes readable. Nothing is read from it.
    /// - Returns: the status then.
    /// - Throws: ``S6Error/timedOut(_:)``, ``S6Error/wantedUp(_:)``, ``S6Error/cancelled``,
    ///   ``S6Error/notSupervised(_:)``, ``S6Error/supervisorEnded(_:)``, or what was refused.
    @discardableResult
    public func stop(
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) throws(S6Error) -> ServiceStatus {
        try Self.stop([self], before: deadline, escalation: escalation, cancel: cancel)[0].get()
    }

    /// Starts the service: returns when it is up, or ready.
    ///
    /// A service that is up and wanted up is left alone. One whose `./finish` is running is asked when that has
    /// ended, since one that exits 125 would undo it. The corresponding s6 command is `s6-svc -wu -u`, or
    /// `s6-svc -wU -u`.
    ///
    /// - Parameters:
    ///   - goal: when it counts as started.
    ///   - deadline: until when to wait. The request stands when it passes.
    ///   - cancel: a descriptor that ends the wait when it becomes readable. Nothing is read from it.
    /// - Returns: the status then. A service that dies at once may be down again in it: being ready says more.
    /// - Throws: ``S6Error/timedOut(_:)``, ``S6Error/failedPermanently(_:)``, ``S6Error/wantedDown(_:)``,
    ///   ``S6Error/cancelled``, ``S6Error/notSupervised(_:)``, ``S6Error/supervisorEnded(_:)``, or what was
    ///   refused.
    @discardableResult
    public func start(
        until goal: StartGoal = .declared,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) -> ServiceStatus {
        try Self.start([self], until: goal, before: deadline, cancel: cancel)[0].get()
    }

    /// Restarts the service, without the second that s6-supervise waits before it restarts by itself.
    ///
    /// It returns when another process of it is up, or ready. A service that is down is started. It is asked to
    /// end while it stays wanted up (`rc`), and to start when it is really down (`u`): a caller that dies in
    /// between costs that second, not the service. The nearest s6 command is `s6-svc -wr -r`.
    ///
    /// - Parameters:
    ///   - goal: when it counts as started.
    ///   - deadline: until when to wait. If it was wanted up it still is when it passes.
    ///   - escalation: kills it if it has not ended after a while. Its own `timeout-kill` has no part in this.
    ///   - cancel: a descriptor that ends the wait when it becomes readable. Nothing is read from it.
    /// - Returns: the status then.
    /// - Throws: as ``start(until:before:cancel:)``.
    @discardableResult
    public func restart(
        until goal: StartGoal = .declared,
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) throws(S6Error) -> ServiceStatus {
        try Self.restart([self], until: goal, before: deadline, escalation: escalation, cancel: cancel)[0].get()
    }
}

// The same for many at once: all are asked first, then awaited together.
extension ServiceDirectory {
    /// Stops some services together: see ``stop(before:escalation:cancel:)``.
    ///
    /// - Parameters:
    ///   - services: the services. Each takes two descriptors meanwhile.
    ///   - deadline: until when to wait.
    ///   - escalation: kills those that have not ended after a while.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Returns: the status of each or its error, in their order. One that fails does not keep the others.
    public static func stop(
        _ services: [ServiceDirectory],
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) -> [Result<ServiceStatus, S6Error>] {
        run(stopping(services, before: deadline, escalation: escalation, cancel: cancel))
    }

    /// Starts some services together: see ``start(until:before:cancel:)``.
    ///
    /// - Parameters:
    ///   - services: the services. Each takes two descriptors meanwhile.
    ///   - goal: when each counts as started.
    ///   - deadline: until when to wait.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Returns: the status of each or its error, in their order. One that fails does not keep the others.
    public static func start(
        _ services: [ServiceDirectory],
        until goal: StartGoal = .declared,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) -> [Result<ServiceStatus, S6Error>] {
        run(starting(services, until: goal, before: deadline, cancel: cancel))
    }

    /// Restarts some services together: see ``restart(until:before:escalation:cancel:)``.
    ///
    /// - Parameters:
    ///   - services: the services. Each takes two descriptors meanwhile.
    ///   - goal: when each counts as started.
    ///   - deadline: until when to wait.
    ///   - escalation: kills those that have not ended after a while.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Returns: the status of each or its error, in their order. One that fails does not keep the others.
    public static func restart(
        _ services: [ServiceDirectory],
        until goal: StartGoal = .declared,
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) -> [Result<ServiceStatus, S6Error>] {
        run(restarting(services, until: goal, before: deadline, escalation: escalation, cancel: cancel))
    }

    private static func run(_ pursuits: consuming Pursuits) -> [Result<ServiceStatus, S6Error>] {
        pursuits.run()
        return pursuits.results
    }
}

// The same as what is still to be run, by whoever spends the time between two looks in a way of their own.
extension ServiceDirectory {
    package static func stopping(
        _ services: [ServiceDirectory],
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) -> Pursuits {
        let entries = services.map { PursuedService($0, .stop) }
        return Pursuits(entries, before: deadline, escalation: escalation, cancel: cancel)
    }

    package static func starting(
        _ services: [ServiceDirectory],
        until goal: StartGoal,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) -> Pursuits {
        let entries = services.map { $0.pursued(goal) { .start($0) } }
        return Pursuits(entries, before: deadline, escalation: nil, cancel: cancel)
    }

    package static func restarting(
        _ services: [ServiceDirectory],
        until goal: StartGoal,
        before deadline: Deadline,
        escalation: Escalation? = nil,
        cancel: CInt? = nil
    ) -> Pursuits {
        let entries = services.map { $0.pursued(goal) { .restart($0) } }
        return Pursuits(entries, before: deadline, escalation: escalation, cancel: cancel)
    }

    private func pursued(_ goal: StartGoal, _ verb: (WaitGoal) -> Pursuit.Verb) -> PursuedService {
        do throws(S6Error) {
            return PursuedService(self, verb(try goal.resolved(for: self)))
        } catch {
            let entry = PursuedService(self, verb(.up))
            entry.result = .failure(error)
            return entry
        }
    }
}
