import S6Native

extension S6ServiceManager {
    /// Waits with the restarts that come too soon after another, and drops those that somebody else has done meanwhile.
    ///
    /// A gateway that is killed in the middle of its start has lost what it was writing: a burst of restarts is one now,
    /// and one at its end.
    func coalesce(_ jobs: [GatewayJob], asked: UInt64, _ terms: VerbTerms) {
        var wasUp: [ProfileName] = []
        for job in jobs where job.isPending && job.process() != nil { wasUp.append(job.profile) }
        while let moment = firstWait(jobs, asked: asked) {
            let waiting = jobs.filter { $0.isPending && wait(of: $0, asked: asked) != nil }
            for job in waiting { job.release() }  // a stop is not to wait for a restart that waits
            for job in waiting {
                job.attempt { () throws(GatewayError) in
                    try wrapping { () throws(S6Error) in
                        try Pause.until(min(moment, terms.deadline), cancel: terms.cancel, about: job.service.path)
                    }
                    try job.takeLock()
                    guard try job.hasSlot() else { throw job.missing() }
                    // Whoever stopped it since has had the last word.
                    let isWanted = (try? job.service.status())?.wantsUp ?? true
                    if wasUp.contains(job.profile), !isWanted { throw .s6(.wantedDown(job.service.path)) }
                }
            }
            if terms.deadline.hasPassed { break }
        }
        for job in jobs where job.isPending {
            guard let gateway = job.process(), gateway.startTime > asked else { continue }
            job.outcome.remarks.append(.coalesced)
            job.outcome.status = try? job.service.status()
        }
    }

    private func firstWait(_ jobs: [GatewayJob], asked: UInt64) -> Deadline? {
        jobs.filter { $0.isPending }.compactMap { wait(of: $0, asked: asked) }.min()
    }

    /// Until when a restart has to wait; `nil` if not at all.
    private func wait(of job: GatewayJob, asked: UInt64) -> Deadline? {
        guard let gateway = job.process(), gateway.startTime <= asked,
            let restarted = try? job.notes.restarted(), restarted == gateway
        else { return nil }
        let age = Duration.milliseconds(10 * Int64(clamping: CurrentProcess.bootTicks &- gateway.startTime))
        let rest = settings.restartInterval - age
        return rest > .zero && rest <= settings.restartInterval ? .after(rest) : nil
    }
}

/// Lets time pass, unless somebody has something against it.
enum Pause {
    static func until(_ moment: Deadline, cancel: CInt?, about path: S6Path) throws(S6Error) {
        var poll = PollSet()
        let slot = cancel.map { poll.add($0) }
        while !moment.hasPassed {
            _ = try poll.wait(before: moment, about: path)
            if let slot, poll.isReady(slot) { throw .cancelled }
        }
    }
}
