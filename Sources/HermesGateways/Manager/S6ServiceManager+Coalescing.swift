import S6Native

extension S6ServiceManager {
    /// Restarts those that may be at once, and the others when they may: those that come too soon after another wait.
    ///
    /// A gateway that is killed in the middle of its start has lost what it was writing: a burst of restarts is one now,
    /// and one at its end. Who waits has no lock: a stop is not to wait for a restart that waits.
    func coalesce(_ jobs: [GatewayJob], asked: UInt64, _ terms: VerbTerms, _ restart: ([GatewayJob]) -> Void) {
        var ready: [GatewayJob] = [], waiting: [WaitingRestart] = []
        for job in jobs where job.isPending {
            if let turn = turn(of: job, asked: asked), !terms.deadline.hasPassed {
                waiting.append(WaitingRestart(job: job, turn: turn))
            } else {
                ready.append(job)
            }
        }
        restart(ready)
        for job in jobs { job.release() }
        while let moment = waiting.map({ $0.turn }).min() {
            for restart in waiting {
                restart.job.attempt { () throws(GatewayError) in
                    try wrapping { () throws(S6Error) in
                        let moment = min(moment, terms.deadline)
                        try Pause.until(moment, cancel: terms.cancel, about: restart.job.service.path)
                    }
                }
            }
            waiting.removeAll { !$0.job.isPending }
            let due = waiting.filter { $0.turn.hasPassed || terms.deadline.hasPassed }.map { $0.job }
            waiting.removeAll { waiting in due.contains { $0 === waiting.job } }
            let had = resume(due, alone: waiting.isEmpty, asked: asked, terms)
            restart(had)
            for job in had { job.release() }
            for job in due where job.isPending && !had.contains(where: { $0 === job }) {
                waiting.append(WaitingRestart(job: job, turn: .now))
            }
        }
    }

    /// A restart that comes too soon after another.
    private struct WaitingRestart {
        let job: GatewayJob
        let turn: Deadline
    }

    /// Takes up those restarts whose time has come, and whose locks are free; if none is, one that is soon.
    private func resume(_ due: [GatewayJob], alone: Bool, asked: UInt64, _ terms: VerbTerms) -> [GatewayJob] {
        var had = due.filter { $0.isPending && $0.hasLock(before: .now, ofNew: true) }
        if had.isEmpty, let first = due.first(where: { $0.isPending }) {
            let moment = terms.turn(ofLast: alone && due.count == 1)
            if first.hasLock(before: moment, ofNew: true) { had = [first] }
        }
        for job in had {
            job.attempt { () throws(GatewayError) in
                guard try job.hasSlot() else { throw job.missing() }
                // Whoever stopped it since has had the last word.
                if let stopped = try? job.notes.stopped(), stopped >= asked {
                    throw .s6(.wantedDown(job.service.path))
                }
            }
        }
        return had
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
