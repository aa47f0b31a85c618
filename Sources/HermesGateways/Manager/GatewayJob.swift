import S6Native

/// A verb on one gateway, as far as it has come, with the lock of its slot.
///
/// A class, so that each is changed in place.
final class GatewayJob {
    let service: ServiceDirectory
    let notes: SlotNotes
    var outcome: GatewayOutcome
    private let settings: GatewaySettings
    private let terms: VerbTerms
    private var lock: FileLock?
    private var isDone = false
    /// Why what is wanted could not be written down, the last time that was tried.
    private var stateError: GatewayError?

    var profile: ProfileName { outcome.profile }
    var isPending: Bool { outcome.error == nil && outcome.status == nil && !isDone }

    init(_ profile: ProfileName, _ settings: GatewaySettings, _ terms: VerbTerms) {
        self.settings = settings
        self.terms = terms
        service = settings.service(profile)
        notes = SlotNotes(service)
        outcome = GatewayOutcome(profile)
    }

    /// Does a part of the work, unless it has failed already.
    func attempt(_ body: () throws(GatewayError) -> Void) {
        guard isPending else { return }
        do throws(GatewayError) { try body() } catch { fail(error) }
    }

    func fail(_ error: GatewayError) {
        if outcome.error == nil { outcome.error = error }
        release()
    }

    /// Does what does not count if it fails.
    func tryAnyway(_ body: () throws(GatewayError) -> Void) {
        do throws(GatewayError) { try body() } catch { outcome.warnings.append(error) }
    }

    /// Nothing more is to be done.
    func finish() { isDone = true }

    /// Whether it has the lock of the slot now; one that somebody else has is waited for until the deadline.
    ///
    /// What has neither slot nor profile gets none, since it would stay for ever. What is refused has failed.
    func hasLock(before deadline: Deadline, ofNew: Bool) -> Bool {
        do throws(GatewayError) {
            if !ofNew, try !hasSlot(), try !hasRetired(), try !settings.hermes.has(profile) { throw missing() }
            try takeLock(before: deadline)
            return true
        } catch .s6(.locked) where !terms.deadline.hasPassed {
            return false
        } catch {
            fail(error)
            return false
        }
    }

    /// Throws once there is no time left, or nobody waits any more: what has not begun is not begun then.
    func checkTime(for goal: WaitGoal) throws(GatewayError) {
        var poll = PollSet()
        if let cancel = terms.cancel {
            let slot = poll.add(cancel)
            _ = try wrapping { () throws(S6Error) in try poll.wait(before: .now, about: service.path) }
            if poll.isReady(slot) { throw .s6(.cancelled) }
        }
        guard terms.deadline.hasPassed else { return }
        let last = try? service.status()
        throw .s6(.timedOut([S6Error.Unmet(service: service.path, goal: goal, last: last)]))
    }

    /// Takes the lock of the slot.
    private func takeLock(before deadline: Deadline) throws(GatewayError) {
        do throws(S6Error) {
            lock = try SlotLock.take(profile, in: settings.scandir, before: deadline, cancel: terms.cancel)
        } catch .system(.open, settings.scandir.path, .noEntry) {
            throw .noTree(settings.scandir.path, profile: profile)
        } catch {
            throw .s6(error)
        }
    }

    func release() { lock = nil }

    /// Whether there is a slot.
    func hasSlot() throws(GatewayError) -> Bool {
        do throws(S6Error) {
            return try settings.scandir.open().exists(profile.slot.entry)
        } catch .system(.open, settings.scandir.path, .noEntry) {
            throw .noTree(settings.scandir.path, profile: profile)
        } catch {
            throw .s6(error)
        }
    }

    /// Whether a retirement of the slot was not finished.
    func hasRetired() throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in try settings.scandir.hasRetired(profile.slot) }
    }

    /// Says what is missing where there is no slot.
    func missing() -> GatewayError { settings.missing(profile) }

    /// The process of the gateway, while it is up.
    func process() -> SlotNotes.ProcessMark? {
        guard let status = try? service.status(), status.isUp, let pid = status.pid,
            let stat = try? ProcessTable.stat(of: pid)
        else { return nil }
        return SlotNotes.ProcessMark(pid, stat.startTime)
    }

    /// Refuses if this very process runs within the gateway: it would end in the middle of it.
    ///
    /// One that has just been started runs a moment before the status says so, and `finish` after that: both are
    /// known by their supervisor.
    func refuseFromInside() throws(GatewayError) {
        guard let root = process()?.pid ?? supervisor() else { return }
        var pid = CurrentProcess.pid
        for _ in 0..<1000 {
            guard let stat = try? ProcessTable.stat(of: pid) else { return }
            if pid == root || stat.session == root || stat.group == root {
                throw .insideTarget(profile, pid: root)
            }
            guard stat.parent > 1 else { return }
            pid = stat.parent
        }
    }

    private func supervisor() -> Int32? {
        guard case .supervised(let pid?) = try? service.supervised() else { return nil }
        return pid
    }

    /// Writes down what is wanted; what is in the way does not count.
    ///
    /// Nobody waits long for it while the gateway has not been told yet.
    func persist(_ desired: DesiredState, patience: Duration) {
        stateError = nil
        do throws(GatewayError) {
            let file = GatewayStateFile(of: profile, in: settings.hermes)
            try file.write(desired, before: min(terms.deadline, .after(patience)), cancel: terms.cancel)
        } catch {
            stateError = error
        }
    }

    /// What has come of it, at the end.
    func conclude() -> GatewayOutcome {
        release()
        if let stateError { outcome.warnings.append(stateError) }
        return outcome
    }

    /// Tells the gateway that its end is meant.
    func announceStop() {
        guard let gateway = process() else { return }
        tryAnyway { () throws(GatewayError) in
            try wrapping { () throws(S6Error) in
                try PlannedStop.announce(to: profile, in: settings.hermes, process: gateway.pid)
            }
        }
    }

    /// Forgets the deaths, that they were too many, and when it was restarted.
    func forget() {
        tryAnyway { () throws(GatewayError) in
            try wrapping { () throws(S6Error) in
                try notes.clearTally()
                try notes.liftCap()
                try notes.forgetRestarts()
            }
        }
    }

    /// Keeps it down, or not, when its supervisor is started anew.
    func keepDown(_ isDown: Bool) {
        tryAnyway { () throws(GatewayError) in
            try wrapping { () throws(S6Error) in try notes.setDown(isDown) }
        }
    }
}

/// The lock under which a slot is changed: `.gateway-PROFILE.lock` beside it, which is never removed.
enum SlotLock {
    /// Where it is.
    static func path(_ profile: ProfileName, in scandir: ScanDirectory) -> S6Path {
        scandir.path.appending(name(profile))
    }

    private static func name(_ profile: ProfileName) -> [UInt8] {
        [UInt8(ascii: ".")] + profile.slot.bytes + Text.bytes(".lock")
    }

    static func take(
        _ profile: ProfileName,
        in scandir: ScanDirectory,
        before deadline: Deadline,
        cancel: CInt?
    ) throws(S6Error) -> FileLock {
        try FileLock.take(EntryName(name(profile)), in: scandir.open(), before: deadline, cancel: cancel)
    }
}
