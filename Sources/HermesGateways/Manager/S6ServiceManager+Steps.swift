import S6Native

// What the verbs consist of; each is done with the lock of the slot.
extension S6ServiceManager {
    /// How long the state file is waited for: a gateway that is to end is told soon, whoever writes there.
    static var beforeByte: Duration { .milliseconds(200) }
    static var afterByte: Duration { .seconds(5) }

    /// Does something to those that are supervised, all at once, and then to the others: each of these has its part of the
    /// time to be registered, or taken up by the scanner.
    func takenUp(_ jobs: [GatewayJob], _ terms: VerbTerms, _ body: ([GatewayJob]) -> Void) {
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

    func startNow(_ jobs: [GatewayJob], _ terms: VerbTerms) {
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
    func finishStopping(_ job: GatewayJob, _ terms: VerbTerms) throws(GatewayError) {
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
    func restartNow(_ jobs: [GatewayJob], asked: UInt64, _ terms: VerbTerms) {
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
        try settings.checkCommand()
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

    /// Retires a slot whose lock is held, and what a killed registration has left.
    func finishRetiring(_ profile: ProfileName, _ terms: VerbTerms) throws(GatewayError) {
        do throws(S6Error) {
            do throws(S6Error) {
                try settings.scandir.retire(
                    profile.slot,
                    before: terms.deadline,
                    killAfter: terms.killAfter,
                    cancel: terms.cancel
                )
            } catch .noSuchService {}
            try settings.scandir.removeStaging(of: profile.slot)
        } catch {
            throw .s6(error)
        }
    }
}
