/// Some services, each asked for something at once, and watched in one wait until each has it or cannot.
///
/// The order that misses nothing, for each: subscribe, read the status, ask, wait. After each wake its status is
/// read anew, so that what is true decides.
package struct Pursuits: ~Copyable {
    private let entries: [PursuedService]
    private var watch: Watch
    private let deadline: Deadline
    private let escalation: Escalation?
    /// When what has not ended is killed; `nil` if nothing is, or it was.
    private var killAt: Deadline?

    init(_ entries: [PursuedService], before deadline: Deadline, escalation: Escalation?, cancel: CInt?) {
        self.entries = entries
        self.deadline = deadline
        self.escalation = escalation
        watch = Watch(of: entries.count, cancel: cancel)
    }

    /// Runs them to the end, the first of: all are done or have failed, the deadline, the cancel descriptor.
    mutating func run() {
        begin()
        while !isOver { look(before: nextMoment) }
    }

    /// Asks all of them.
    ///
    /// The caller decides how to spend the time between two looks: blocked in the look itself, or elsewhere until one of
    /// ``descriptors`` is readable or ``nextMoment`` has come.
    package mutating func begin() {
        for entry in entries {
            do throws(S6Error) { try begin(entry) } catch { entry.fail(error) }
            releaseIfOver(entry)
        }
        killAt = escalation.map { Deadline.after($0.delay) }
    }

    /// Whether all are done or have failed.
    package var isOver: Bool { !entries.contains { $0.isPending } }

    /// When there is something to do though nothing has come.
    package var nextMoment: Deadline { min(deadline, min(killAt ?? deadline, watch.nextMoment)) }

    /// What becomes readable when there is something to look at; it changes with each look.
    package var descriptors: [CInt] { watch.descriptors }

    /// What became of each.
    package var results: [Result<ServiceStatus, S6Error>] { entries.map { $0.result ?? .failure(.cancelled) } }

    /// Gives up those that are not over.
    package mutating func giveUp(_ error: S6Error) {
        for entry in entries { entry.fail(error) }
    }

    /// Takes in what has come, or what comes until `moment`, and does what follows from it.
    package mutating func look(before moment: Deadline) {
        do throws(S6Error) {
            if try watch.wait(before: moment) { listenToAll() }
        } catch {
            return giveUp(error)
        }
        // Asked each time: news without end is no reason to stay.
        if deadline.hasPassed {
            for entry in entries { entry.fail(entry.timeout) }
        } else if let escalation, let killMoment = killAt, killMoment.hasPassed {
            killAt = nil
            kill(escalation.target)
        }
    }

    private mutating func listenToAll() {
        for entry in entries where entry.isPending {
            do throws(S6Error) { try listen(to: entry) } catch { entry.fail(error) }
            releaseIfOver(entry)
        }
    }

    private mutating func begin(_ entry: PursuedService) throws(S6Error) {
        guard entry.isPending else { return }
        let number = try watch.add(entry.service, deadline)
        entry.number = number
        entry.heard = Heard(isDeaf: !watch.hearsEvents(number))
        try look(at: entry)
        // Events from before the status was read say nothing new, but must not be taken for an answer.
        var looks = 0
        while looks < 100, try watch.passOverEvents(number) {  // more is a flood
            try look(at: entry)
            looks += 1
        }
        try advance(entry)
    }

    private mutating func kill(_ target: Escalation.Target) {
        for entry in entries where entry.isPending && entry.pursuit.isEnding {
            do throws(S6Error) { try entry.service.kill(target) } catch { entry.fail(error) }
            releaseIfOver(entry)
        }
    }

    /// What is over must not wake the others' wait any more.
    private mutating func releaseIfOver(_ entry: PursuedService) {
        if !entry.isPending, let number = entry.number { watch.release(number) }
    }

    /// Takes in what has come from a service in the last wait.
    private mutating func listen(to entry: PursuedService) throws(S6Error) {
        guard let number = entry.number, watch.hasNews(number) else { return }
        var supervisorHasEnded = false
        _ = try watch.readEvents(number)
        while let event = watch.nextEvent(number) {
            entry.heard.note(event)
            switch event {
            case .supervisorExiting: supervisorHasEnded = true
            // The first that it starts is told a moment after it can be seen. Where the supervisor is held, its own
            // end says whether this is another one.
            case .supervisorStarted: supervisorHasEnded = entry.status != nil && !watch.holdsSupervisor(number)
            default: break
            }
        }
        if try watch.takeStatusChange(number) { entry.heard.noteStatusWritten() }
        if watch.takeVainGlances(number) { entry.pursuit.confirmAnew() }
        if watch.takeSupervisorEnd(number) { supervisorHasEnded = true }
        try look(at: entry)
        try advance(entry)
        if supervisorHasEnded && entry.isPending { throw .supervisorEnded(entry.service.path) }
    }

    private mutating func advance(_ entry: PursuedService) throws(S6Error) {
        guard try entry.advance(), let number = entry.number else { return }
        let isNew = !watch.watchesStatus(number)
        if isNew { try watch.expectStatus(number) }
        guard isNew || entry.pursuit.isAboutToConfirm else { return }
        try look(at: entry)
        _ = try entry.advance()
    }

    private func look(at entry: PursuedService) throws(S6Error) {
        do throws(S6Error) {
            let status = try entry.service.status()
            entry.status = status
            entry.heard.note(status)
        } catch .supervisorStarting {}
    }
}
