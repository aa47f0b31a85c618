import S6Native

extension S6ServiceManager {
    /// Restarts those that may be at once, and the others when they may: those that come too soon after another wait.
    ///
    /// A gateway that is killed in the middle of its start has lost what it was writing: a burst of restarts is one now,
    /// and one at its end.
    func coalesce(_ jobs: [GatewayJob], asked: UInt64, _ terms: VerbTerms, _ restart: ([GatewayJob]) -> Void) {
        let wasUp = jobs.filter { $0.isPending && $0.process() != nil }.map { $0.profile }
        var rest = jobs.filter { $0.isPending }
        while !rest.isEmpty {
            var ready: [GatewayJob] = [], waiting: [GatewayJob] = [], moment = Deadline.never
            for job in rest {
                if let turn = turn(of: job, asked: asked), !terms.deadline.hasPassed {
                    waiting.append(job)
                    moment = min(moment, turn)
                } else {
                    ready.append(job)
                }
            }
            restart(ready)
            for job in rest { job.release() }  // a stop is not to wait for a restart that waits
            for job in waiting {
                job.attempt { () throws(GatewayError) in try resume(job, at: moment, wasUp.contains(job.profile), terms)
                }
            }
            rest = waiting.filter { $0.isPending }
        }
    }

    /// Takes up a restart that has waited.
    private func resume(
        _ job: GatewayJob,
        at moment: Deadline,
        _ wasUp: Bool,
        _ terms: VerbTerms
    ) throws(GatewayError) {
        try wrapping { () throws(S6Error) in
            try Pause.until(min(moment, terms.deadline), cancel: terms.cancel, about: job.service.path)
        }
        try job.takeLock(before: terms.deadline)
        guard try job.hasSlot() else { throw job.missing() }
        // Whoever stopped it since has had the last word.
        let isWanted = (try? job.service.status())?.wantsUp ?? true
        if wasUp, !isWanted { throw .s6(.wantedDown(job.service.path)) }
    }

    /// Until when a restart has to wait; `nil` if not at all.
    private func turn(of job: GatewayJob, asked: UInt64) -> Deadline? {
        guard let gateway = job.process(), gateway.startTime <= asked,
            let restarted = try? job.notes.restarted(), restarted <= gateway.startTime
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
