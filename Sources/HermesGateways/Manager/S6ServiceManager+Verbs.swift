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
            // One after the other: a retirement looks at the processes of a gateway that still runs, to know what it
            // leaves behind. Each has its part of the time, so that one that does not end leaves some to the others.
            for (number, job) in jobs.enumerated() {
                job.attempt { () throws(GatewayError) in
                    try job.checkTime(for: .finished)
                    if try job.hasSlot() {
                        try job.refuseFromInside()
                        job.announceStop()
                    }
                    var share = terms
                    share.deadline = terms.deadline.portion(of: jobs.count - number)
                    try finishRetiring(job.profile, share)
                    job.finish()
                }
            }
        }
        var all = outcomes + absent.map { GatewayOutcome($0) }
        all.heapSort { $0.profile < $1.profile }
        return all
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
