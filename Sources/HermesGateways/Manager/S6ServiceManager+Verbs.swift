import S6Native

extension S6ServiceManager {
    /// Starts gateways: returns when each is up, and wanted at the next boot as well.
    ///
    /// A profile without a slot is given one. Deaths are counted anew, and a cap is lifted.
    ///
    /// - Parameters:
    ///   - profiles: whose gateways.
    ///   - force: starts those too that the root profile's gateway serves.
    ///   - terms: until when to wait.
    /// - Returns: what has come of each, in the order of their names.
    public func start(_ profiles: [ProfileName], force: Bool = false, _ terms: VerbTerms) -> [GatewayOutcome] {
        inTurns(profiles, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    try job.checkTime(for: .up)
                    if !force, settings.isServedByRoot(job.profile) { throw .servedByRoot(job.profile) }
                }
            }
            takenUp(jobs, terms) { startNow($0, terms) }
        }
    }

    /// Stops gateways: returns when each is really down, and not wanted at the next boot.
    ///
    /// Each is told first that it is meant, in its own home. None is killed unless ``VerbTerms/killAfter`` says so.
    ///
    /// - Parameters:
    ///   - profiles: whose gateways.
    ///   - terms: until when to wait, and when to kill.
    /// - Returns: what has come of each, in the order of their names.
    public func stop(_ profiles: [ProfileName], _ terms: VerbTerms) -> [GatewayOutcome] {
        inTurns(profiles, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    try job.checkTime(for: .finished)
                    guard try job.hasSlot() else { return try finishStopping(job, terms) }
                    try job.refuseFromInside()
                    job.announceStop()
                    job.persist(.stopped, patience: Self.beforeByte)
                    job.keepDown(true)
                    job.tryAnyway { () throws(GatewayError) in
                        try wrapping { () throws(S6Error) in try job.notes.noteStop() }
                    }
                }
            }
            pursue(jobs) {
                ServiceDirectory.stop($0, before: terms.deadline, escalation: terms.escalation, cancel: terms.cancel)
            }
            for job in jobs where job.outcome.status != nil {
                // The gateway may have written the file from what it knew.
                job.persist(.stopped, patience: Self.afterByte)
                job.forget()
            }
        }
    }

    /// Restarts gateways: returns when each is up with another process, whatever state it was in.
    ///
    /// Two restarts of one gateway are ``GatewaySettings/restartInterval`` apart at least: one that comes sooner waits, and is
    /// done when another one has restarted it meanwhile.
    ///
    /// - Parameters:
    ///   - profiles: whose gateways.
    ///   - force: those too that the root profile's gateway serves.
    ///   - terms: until when to wait, and when to kill.
    /// - Returns: what has come of each, in the order of their names.
    public func restart(_ profiles: [ProfileName], force: Bool = false, _ terms: VerbTerms) -> [GatewayOutcome] {
        let asked = CurrentProcess.bootTicks
        return inTurns(profiles, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    if !force, settings.isServedByRoot(job.profile) { throw .servedByRoot(job.profile) }
                    guard try job.hasSlot() else { throw job.missing() }
                    try job.refuseFromInside()
                }
            }
            coalesce(jobs, asked: asked, terms) { restartNow($0, asked: asked, terms) }
        }
    }

    /// Takes gateways away: returns when nothing of them runs, and their slots are gone.
    ///
    /// One that has no slot is no error. What is wanted of them is not changed: it is the profile's.
    ///
    /// - Parameters:
    ///   - profiles: whose gateways.
    ///   - terms: until when to wait, and when to kill.
    /// - Returns: what has come of each, in the order of their names.
    public func retire(_ profiles: [ProfileName], _ terms: VerbTerms) -> [GatewayOutcome] {
        let absent = profiles.filter { settings.hasNothing(of: $0) }
        let outcomes = inTurns(profiles.filter { !absent.contains($0) }, ofNew: true, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    try job.checkTime(for: .finished)
                    guard try job.hasSlot() else { return }
                    try job.refuseFromInside()
                    job.announceStop()
                    // All end at once, and one that does not leaves time for the others.
                    try? job.service.send([.wantDown])
                }
            }
            for (number, job) in jobs.enumerated() {
                job.attempt { () throws(GatewayError) in
                    var share = terms
                    share.deadline = terms.deadline.portion(of: jobs.count - number)
                    try finishRetiring(job.profile, share)
                    job.finish()
                }
            }
        }
        return (outcomes + absent.map { GatewayOutcome($0) }).sorted { $0.profile < $1.profile }
    }

    /// Gives a profile a gateway: returns when its slot is supervised, and its logger.
    ///
    /// The corresponding program of s6 is `s6-svlink`.
    ///
    /// - Parameters:
    ///   - profile: whose gateway. Whether there is such a profile is not asked.
    ///   - variables: what its `run` sets besides.
    ///   - starting: whether it is started, now and with its supervisor.
    ///   - terms: until when to wait. When that passes it is withdrawn.
    /// - Throws: ``GatewayError/alreadyRegistered(_:slot:)``, ``GatewayError/noTree(_:profile:)``, or what was refused.
    public func register(
        _ profile: ProfileName,
        variables: [GatewayVariable] = [],
        starting: Bool,
        _ terms: VerbTerms
    ) throws(GatewayError) {
        let outcomes = inTurns([profile], ofNew: true, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    if try job.hasSlot() { throw .alreadyRegistered(profile, slot: job.service.path) }
                    try publish(profile, variables, isDown: !starting, terms)
                    job.finish()
                }
            }
        }
        try outcomes[0].check()
    }
}

extension S6ServiceManager {
    /// How long the state file is waited for: a gateway that is to end is told soon, whoever writes there.
    private static var beforeByte: Duration { .milliseconds(200) }
    private static var afterByte: Duration { .seconds(5) }

    /// Does something to those that are supervised, all at once, and then to the others: each of these has its part of the
    /// time to be registered, or taken up by the scanner.
    private func takenUp(_ jobs: [GatewayJob], _ terms: VerbTerms, _ body: ([GatewayJob]) -> Void) {
        let pending = jobs.filter { $0.isPending }
        let ready = pending.filter { ((try? $0.service.supervised()) ?? .unsupervised) != .unsupervised }
        body(ready)
        for job in ready { job.release() }
        let others = pending.filter { job in !ready.contains { $0 === job } }
        for (number, job) in others.enumerated() {
            job.attempt { () throws(GatewayError) in
                var share = terms
                share.deadline = terms.deadline.portion(of: others.count - number + 1)
                try job.checkTime(for: .up)
                if try !registerIfMissing(job, share) { try adopt(job, share) }
            }
        }
        if !others.isEmpty { body(others) }
    }

    /// Has a slot supervised that is not, as a registration leaves it that was killed.
    func adopt(_ job: GatewayJob, _ terms: VerbTerms) throws(GatewayError) {
        do throws(S6Error) {
            guard try job.service.supervised() == .unsupervised else { return }
            try settings.scandir.adopt(job.profile.slot, before: terms.deadline, cancel: terms.cancel)
        } catch .noScanner(let scandir) {
            throw .noTree(scandir, profile: job.profile)
        } catch .notTakenUp(let path) {
            throw .s6(.notSupervised(path))
        } catch {
            throw .s6(error)
        }
    }

    private func startNow(_ jobs: [GatewayJob], _ terms: VerbTerms) {
        for job in jobs {
            job.attempt { () throws(GatewayError) in
                try awaitFinish(of: job, terms)
                job.persist(.running, patience: Self.beforeByte)
                job.forget()
                job.keepDown(false)
            }
        }
        pursue(jobs) { ServiceDirectory.start($0, before: terms.deadline, cancel: terms.cancel) }
        for job in jobs where job.outcome.status != nil { job.persist(.running, patience: Self.afterByte) }
    }

    /// Stops what has no slot any more, but may run: a retirement that was killed is finished.
    private func finishStopping(_ job: GatewayJob, _ terms: VerbTerms) throws(GatewayError) {
        guard try job.hasRetired() else { throw job.missing() }
        try finishRetiring(job.profile, terms)
        job.persist(.stopped, patience: Self.afterByte)
        job.finish()
    }

    /// Gives a profile a slot, if it has none; whether it did.
    private func registerIfMissing(_ job: GatewayJob, _ terms: VerbTerms) throws(GatewayError) -> Bool {
        guard try !job.hasSlot() else { return false }
        let reason = job.missing()
        guard case .notRegistered = reason else { throw reason }
        try publish(job.profile, [], isDown: true, terms)
        job.outcome.remarks.append(.registered)
        return true
    }

    /// Lets a `finish` end that is deciding about the gateway just now: what it writes is undone after it, not before.
    private func awaitFinish(of job: GatewayJob, _ terms: VerbTerms) throws(GatewayError) {
        try wrapping { () throws(S6Error) in
            do throws(S6Error) {
                guard try job.service.status().isFinishing else { return }
                try job.service.wait(for: .finished, before: terms.deadline, cancel: terms.cancel)
            } catch .supervisorStarting {}
        }
    }

    /// Restarts those whose turn has come, but for those that somebody else has restarted since they were asked for.
    private func restartNow(_ jobs: [GatewayJob], asked: UInt64, _ terms: VerbTerms) {
        for job in jobs {
            job.attempt { () throws(GatewayError) in
                try job.checkTime(for: .up)
                guard let gateway = job.process(), gateway.startTime > asked else { return }
                let status = try wrapping { () throws(S6Error) in try job.service.status() }
                guard status.isUp, status.wantsUp else { return }
                job.outcome.remarks.append(.coalesced)
                job.outcome.status = status
            }
        }
        takenUp(jobs, terms) { jobs in
            for job in jobs {
                job.attempt { () throws(GatewayError) in
                    try awaitFinish(of: job, terms)
                    prepareRestart(job)
                }
            }
            pursue(jobs) {
                ServiceDirectory.restart($0, before: terms.deadline, escalation: terms.escalation, cancel: terms.cancel)
            }
            for job in jobs where job.outcome.status != nil { concludeRestart(job) }
        }
    }

    private func prepareRestart(_ job: GatewayJob) {
        job.persist(.running, patience: Self.beforeByte)
        job.forget()
        guard let gateway = job.process() else { return job.keepDown(false) }
        job.tryAnyway { () throws(GatewayError) in
            try wrapping { () throws(S6Error) in
                try job.notes.noteRestart(of: gateway)
                // A stop that was killed may have left it, and this is none.
                try PlannedStop.withdraw(from: job.profile, in: settings.hermes)
            }
        }
    }

    private func concludeRestart(_ job: GatewayJob) {
        job.keepDown(false)
        job.tryAnyway { () throws(GatewayError) in
            try wrapping { () throws(S6Error) in
                try job.notes.liftCap()
                // Still there if a finish of its own was not run, or had no time to.
                if try job.notes.takeRestart() != nil { try job.notes.clearTally() }
            }
        }
        job.persist(.running, patience: Self.afterByte)
    }

    /// Publishes a slot whose lock is held, when what is left of an older one is gone.
    func publish(
        _ profile: ProfileName,
        _ variables: [GatewayVariable],
        isDown: Bool,
        _ terms: VerbTerms
    ) throws(GatewayError) {
        let files = settings.files(of: profile, variables), owner = try settings.skeletonOwner()
        let slot = profile.slot
        do throws(S6Error) {
            if try settings.scandir.hasRetired(slot) {
                try settings.scandir.retire(
                    slot,
                    before: terms.deadline,
                    killAfter: terms.killAfter,
                    cancel: terms.cancel
                )
            }
            try settings.scandir.publish(slot, before: terms.deadline, cancel: terms.cancel) {
                (staged) throws(S6Error) in try files.build(staged, isDown: isDown, skeletonOf: owner)
            }
        } catch .noScanner(let scandir) {
            throw .noTree(scandir, profile: profile)
        } catch .slotExists(let path) {
            throw .alreadyRegistered(profile, slot: path)
        } catch {
            throw .s6(error)
        }
    }

    private func finishRetiring(_ profile: ProfileName, _ terms: VerbTerms) throws(GatewayError) {
        do throws(S6Error) {
            try settings.scandir.retire(
                profile.slot,
                before: terms.deadline,
                killAfter: terms.killAfter,
                cancel: terms.cancel
            )
        } catch .noSuchService {
            return
        } catch {
            throw .s6(error)
        }
    }
}
