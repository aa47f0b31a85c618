/// The end of some supervisors and of everything that they have run: supervisors first, then what is left in
/// the sessions of `./run` and `./finish`.
struct Departure: ~Copyable {
    private let members: [DepartingService]
    /// What is left in the sessions when the supervisors have gone.
    private var stragglers: [HeldProcess] = []
    /// Whether what is found to be left is killed at once.
    private var kills = false
    /// For those whose events may not be subscribed to.
    ///
    /// To close one waits for a grace period of the kernel, longer than all else here takes.
    private var statusWatch: StatusWatch?
    private var news: [(ServiceDirectory, ProcessSession)] = []
    private let cancel: CInt?
    let path: S6Path

    /// Holds the supervisors of `slots` and of their loggers; those that have none have departed already.
    ///
    /// What is left in their sessions is awaited too, `withSessions`. Errors are about `path`.
    static func of(
        _ slots: [ServiceDirectory],
        about path: S6Path,
        withSessions: Bool,
        cancel: CInt?
    ) throws(S6Error) -> Departure {
        let members = try hold(slots)
        var departure = Departure(members, cancel, path)
        guard withSessions else { return departure }
        for number in members.indices where members[number].supervisor != nil {
            try members[number].subscribe()
            try departure.noteStatus(of: number)
        }
        return departure
    }

    private init(_ members: [DepartingService], _ cancel: CInt?, _ path: S6Path) {
        self.members = members
        self.cancel = cancel
        self.path = path
    }

    private static func hold(_ slots: [ServiceDirectory]) throws(S6Error) -> [DepartingService] {
        do throws(S6Error) {
            var members: [DepartingService] = []
            for slot in slots {
                members.append(try DepartingService(slot, isLogger: false))
                members.append(try DepartingService(slot.logger, isLogger: true))
            }
            return members
        } catch .descriptorLimit(let path, let limit, _) {
            throw .descriptorLimit(path, limit: limit, needed: 2 * slots.count + 16)
        }
    }

    /// Notes the session that the status tells of, and wakes for the next one.
    private mutating func noteStatus(of number: Int) throws(S6Error) {
        let member = members[number]
        if !member.hearsEvents { try watchStatus(of: number) }
        if let session = try member.noteSession() { news.append((member.service, session)) }
    }

    private mutating func watchStatus(of number: Int) throws(S6Error) {
        if statusWatch == nil { statusWatch = try StatusWatch(about: path) }
        do throws(S6Error) {
            try statusWatch?.arm(number, members[number].service.supervisePath.appending("status"))
        } catch .system(.inotifyAddWatch, _, _) {}  // without a status there is nothing to note
    }

    /// The sessions that were noted since this was last asked.
    mutating func takeNews() -> [(ServiceDirectory, ProcessSession)] {
        defer { news = [] }
        return news
    }

    /// Adds sessions of a slot that were noted by another process, before.
    func note(_ sessions: [ProcessSession], of slot: ServiceDirectory) {
        for member in members where member.service == slot { for session in sessions { member.note(session) } }
    }
}

extension Departure {
    /// Whether nothing runs any more.
    mutating func isOver() throws(S6Error) -> Bool {
        guard !hasSupervisors && stragglers.isEmpty else { return false }
        for member in members where stragglers.count < Self.batch {
            stragglers += try member.holdSessionMembers(upTo: Self.batch - stragglers.count)
        }
        if kills { for straggler in stragglers { try straggler.process.signal(9, about: path) } }
        return stragglers.isEmpty
    }

    /// How many stragglers are held at a time: there can be more of them than descriptors.
    private static let batch = 128

    var hasSupervisors: Bool { members.contains { $0.supervisor != nil } }

    /// The processes that still run.
    func survivors() throws(S6Error) -> [Int32] {
        var found: [Int32] = []
        for member in members { if let pid = member.supervisor?.pid { found.append(pid) } }
        for member in members {
            for pid in try member.sessionMembers() where !found.contains(pid) { found.append(pid) }
        }
        found.heapSort { $0 < $1 }
        return found
    }

    /// Blocks until something has ended or changed; `false` once the deadline has passed.
    mutating func wait(before deadline: Deadline) throws(S6Error) -> Bool {
        var poll = PollSet()
        let cancelSlot = cancel.map { poll.add($0) }
        let watch = statusWatch?.descriptor.rawValue
        let statuses = watch.map { poll.add($0) }
        let events = members.map { $0.events }.map { $0.map { poll.add($0) } }
        let supervisors = members.map { $0.supervisor?.descriptor.rawValue }.map { $0.map { poll.add($0) } }
        let others = stragglers.map { poll.add($0.process.descriptor.rawValue) }

        guard try poll.wait(before: deadline, about: path) else { return false }
        if let cancelSlot, poll.isReady(cancelSlot) { throw .cancelled }
        if let statuses, poll.isReady(statuses) { try takeStatusChanges() }
        for number in members.indices {
            if let slot = events[number], poll.isReady(slot) {
                try members[number].takeEvents()
                try noteStatus(of: number)
            }
            if let slot = supervisors[number], poll.isReady(slot) { members[number].noteSupervisorEnd() }
        }
        for number in others.indices.reversed() where poll.isReady(others[number]) { stragglers.remove(at: number) }
        return true
    }

    private mutating func takeStatusChanges() throws(S6Error) {
        var changed: [Int] = []
        try statusWatch?.forEachChange(about: path) { changed.append($0) }
        for number in changed where members[number].supervisor != nil { try noteStatus(of: number) }
    }

    /// Sends to each supervisor that still runs.
    func send(_ commands: [ControlCommand], toLoggers loggerCommands: [ControlCommand]) throws(S6Error) {
        for member in members where member.supervisor != nil {
            do throws(S6Error) {
                try member.service.send(member.isLogger ? loggerCommands : commands)
            } catch .notSupervised {}  // just ended
        }
    }

    /// Kills what still runs, but the supervisors, which end with it, and what is found to be left from now on.
    mutating func kill() throws(S6Error) {
        kills = true
        for member in members where member.supervisor != nil {
            do throws(S6Error) { try member.service.kill(.group) } catch .notSupervised {}
        }
        for straggler in stragglers { try straggler.process.signal(9, about: path) }
    }
}
