/// A process that is held, in a class, since arrays hold no owners.
final class HeldProcess {
    let process: ProcessHandle
    init(_ process: consuming ProcessHandle) { self.process = process }
}

/// A supervisor that was told to end, and the sessions that it started.
///
/// A class, since arrays hold no owners.
final class DepartingService {
    let service: ServiceDirectory
    let isLogger: Bool
    /// `nil` once it has ended.
    var supervisor: ProcessHandle?
    /// Tells of each `./run` and `./finish` that it starts, when the status has it.
    private var subscription: Subscription?
    /// Those of `./run` and `./finish` that were seen.
    private(set) var sessions: [ProcessSession] = []
    /// Whom of the sessions' processes this is about; `nil` if there is no such servicedir.
    private let right: KillRight?

    /// Holds the supervisor of a service, if there is one.
    ///
    /// - Throws: ``S6Error/supervisorElsewhere(_:)`` where its end cannot be awaited.
    init(_ service: ServiceDirectory, isLogger: Bool) throws(S6Error) {
        self.service = service
        self.isLogger = isLogger
        do throws(S6Error) {
            right = try KillRight(for: service.open())
        } catch .noSuchService {
            right = nil
            return
        } catch .system(_, _, .notDirectory) {
            right = nil  // `log` is a file, say, which s6-svscan passes over as well
            return
        }
        do throws(S6Error) {
            supervisor = try service.supervisor()
            if supervisor == nil { throw .supervisorElsewhere(service.path) }
        } catch .notSupervised {
            supervisor = nil
        }
    }

    /// Subscribes to its supervisor's events, where that can be.
    func subscribe() throws(S6Error) {
        do throws(S6Error) {
            subscription = try service.subscribe()
        } catch {
            if case .descriptorLimit = error { throw error }
        }
    }

    /// Whether events tell of what it starts; if not, its status has to be watched.
    var hearsEvents: Bool { subscription != nil }

    /// Readable when an event has come.
    var events: CInt? { subscription?.descriptor }

    /// Takes events, once a wake: what they tell of is in the status.
    func takeEvents() throws(S6Error) {
        guard try subscription?.read() == true else { return }
        while subscription?.nextRead() != nil {}
    }

    /// Takes notice that the supervisor has ended.
    ///
    /// The subscription goes with it, since the path of a slot that is a link leads nowhere when the link is gone.
    func noteSupervisorEnd() {
        supervisor = nil
        subscription = nil
    }

    /// Holds the processes that are left in the sessions, or the first `limit` of them: each takes a descriptor.
    func holdSessionMembers(upTo limit: Int) throws(S6Error) -> [HeldProcess] {
        var held: [HeldProcess] = []
        do throws(S6Error) {
            try forEachSessionMember { (process) throws(S6Error) in
                held.append(HeldProcess(process))
                return held.count < limit
            }
        } catch .descriptorLimit where !held.isEmpty {
            // Some are held, and let go of before the next.
            held.removeLast(min(held.count - 1, Self.spare))
        }
        return held
    }

    /// The descriptors that are left for others where there are too few.
    private static let spare = 8

    /// The numbers of the processes that are left in the sessions.
    func sessionMembers() throws(S6Error) -> [Int32] {
        var found: [Int32] = []
        try forEachSessionMember { (process) throws(S6Error) in
            found.append(process.pid)
            return true
        }
        return found
    }

    private func forEachSessionMember(_ body: (consuming ProcessHandle) throws(S6Error) -> Bool) throws(S6Error) {
        guard let right else { return }
        var known: [ProcessSession] = []
        for session in sessions where try session.mayLast() { known.append(session) }
        guard !known.isEmpty else { return }
        for pid in try ProcessTable.processes(in: known) {
            guard let process = try ProcessHandle.open(pid, about: service.path) else { continue }
            guard try right.extends(to: process, about: service.path) else { continue }
            guard try body(process) else { return }
        }
    }

    /// Remembers the session of the process that the status names now; returns it if it is news.
    ///
    /// Only if that is the supervisor's child: in another pid namespace, or after a crash, the number may be a
    /// stranger's.
    func noteSession() throws(S6Error) -> ProcessSession? {
        guard let supervisor = supervisor?.pid else { return nil }
        let status: ServiceStatus
        do throws(S6Error) { status = try service.status() } catch { return nil }  // starting, or being removed
        guard let pid = status.pid, let stat = try ProcessTable.stat(of: pid), stat.parent == supervisor else {
            return nil
        }
        let session = ProcessSession(leader: pid, startTime: stat.startTime)
        guard !sessions.contains(session) else { return nil }
        sessions.append(session)
        return session
    }

    /// Remembers a session that was noted by another process, before.
    func note(_ session: ProcessSession) { if !sessions.contains(session) { sessions.append(session) } }
}
