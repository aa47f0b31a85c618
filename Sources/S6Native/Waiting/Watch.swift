/// What can change in some services, in one `ppoll`.
///
/// That is their events, or else their status files, the ends of their supervisors, and the caller's cancel
/// descriptor.
struct Watch: ~Copyable {
    private var services: [WatchedService] = []
    private var poll: PollSet
    private var statusWatch: StatusWatch?
    private var statusSlot: PollSet.Slot?
    /// `nil` if no status is to be glanced at.
    private var glances: Glances?
    private let cancelSlot: PollSet.Slot?
    private let count: Int

    /// Will watch `count` services, and wake when `cancel` becomes readable.
    init(of count: Int, cancel: CInt?) {
        self.count = count
        var poll = PollSet()
        cancelSlot = cancel.map { poll.add($0) }
        self.poll = poll
    }

    /// Subscribes to a service, and returns the number by which it is known here.
    ///
    /// Its status is to be read after this, not before. Throws ``S6Error/unlimitedWait(_:)`` where events may
    /// not be subscribed to and `deadline` never comes, and ``S6Error/notSupervised(_:)``.
    mutating func add(_ service: ServiceDirectory, _ deadline: Deadline) throws(S6Error) -> Int {
        let number = services.count
        services.append(WatchedService(service))
        do throws(S6Error) {
            try subscribe(number, deadline)
            try holdSupervisor(number)
            return number
        } catch .descriptorLimit(let path, let limit, _) {
            release(number)
            // An event FIFO and a pidfd each, and what opening them takes besides what is open already.
            throw .descriptorLimit(path, limit: limit, needed: 2 * count + 16)
        } catch {
            release(number)
            throw error
        }
    }

    private mutating func subscribe(_ number: Int, _ deadline: Deadline) throws(S6Error) {
        let watched = services[number]
        do throws(S6Error) {
            watched.subscription = try watched.service.subscribe()
            if let descriptor = watched.subscription?.descriptor { watched.eventsSlot = poll.add(descriptor) }
        } catch .system(_, _, let errno) where errno.deniesWriting {
            try watchStatus(number, afterRefusal: errno)
            guard !deadline.isNever else { throw .unlimitedWait(watched.service.path) }
        }
    }

    private mutating func holdSupervisor(_ number: Int) throws(S6Error) {
        let watched = services[number]
        watched.supervisor = try watched.service.supervisor()
        if let descriptor = watched.supervisor?.descriptor.rawValue { watched.supervisorSlot = poll.add(descriptor) }
    }

    private mutating func watchStatus(_ number: Int, afterRefusal events: Errno) throws(S6Error) {
        let service = services[number].service
        do throws(S6Error) {
            try watchStatus(number)
        } catch .system(.inotifyAddWatch, _, .noEntry) {
            _ = try service.status()  // says what is missing
            throw .supervisorStarting(service.path)
        } catch .system(.inotifyAddWatch, _, let errno) {
            throw .cannotWatch(service.path, events: events, status: errno)
        }
    }

    /// Lets go of a service: its descriptors are closed, and wake nobody.
    mutating func release(_ number: Int) {
        let watched = services[number]
        if let slot = watched.eventsSlot { poll.ignore(slot) }
        if let slot = watched.supervisorSlot { poll.ignore(slot) }
        watched.eventsSlot = nil
        watched.supervisorSlot = nil
        watched.subscription = nil
        watched.supervisor = nil
        watched.seenStatus = 0
    }
}

extension Errno {
    /// Whether this is how a directory refuses a new file to someone who may not write there.
    fileprivate var deniesWriting: Bool {
        self == .permissionDenied || self == .notPermitted || self == .readOnlyFileSystem
    }
}

extension Watch {
    /// Also wakes for changes of the status itself, some of which no event tells of.
    ///
    /// Read the status after this.
    mutating func watchStatus(_ number: Int) throws(S6Error) {
        let watched = services[number]
        if statusWatch == nil {
            let watch = try StatusWatch(about: watched.service.path)
            statusSlot = poll.add(watch.descriptor.rawValue)
            statusWatch = consume watch
        }
        try statusWatch?.arm(number, watched.service.supervisePath.appending("status"))
        watched.watchesStatus = true
        watched.statusChanged = false
        watched.seenStatus = 0
    }

    /// Also wakes for the next change of the status itself, which is expected at once.
    ///
    /// Read the status after this. It is glanced at, and if it has not changed then, watched.
    mutating func expectStatus(_ number: Int) throws(S6Error) {
        glances = Glances()
        try glanceAtStatus(number)
    }

    private mutating func glanceAtStatus(_ number: Int) throws(S6Error) {
        let watched = services[number]
        watched.seenStatus = watched.service.statusInode
        guard watched.seenStatus != 0 else { return try watchStatus(number) }
        watched.watchesStatus = true
        watched.statusChanged = false
    }

    /// When there is something to do though nothing has come.
    var nextMoment: Deadline { glances?.moment ?? .never }

    /// Looks at the statuses that are glanced at, if it is time; whether there is news.
    private mutating func glance() throws(S6Error) -> Bool {
        guard let now = glances, now.moment.hasPassed else { return false }
        glances = now.next()
        var hasNews = false
        for number in services.indices where services[number].seenStatus != 0 {
            let watched = services[number]
            if watched.service.statusInode != watched.seenStatus {
                watched.statusChanged = true
                hasNews = true
            } else if glances == nil {
                try watchStatus(number)
                watched.glancedInVain = true
                hasNews = true
            }
        }
        return hasNews
    }

    /// Takes notice that glances did not show whether the status has changed.
    func takeVainGlances(_ number: Int) -> Bool {
        defer { services[number].glancedInVain = false }
        return services[number].glancedInVain
    }

    /// Whether the end of its supervisor will be seen.
    func holdsSupervisor(_ number: Int) -> Bool { services[number].supervisor != nil }

    /// Whether its events are subscribed to.
    func hearsEvents(_ number: Int) -> Bool { services[number].subscription != nil }

    /// Whether the status itself is watched.
    func watchesStatus(_ number: Int) -> Bool { services[number].watchesStatus }

    /// Blocks until something may have changed; `false` once the deadline or ``nextMoment`` has passed without that.
    ///
    /// Throws ``S6Error/cancelled``.
    mutating func wait(before deadline: Deadline) throws(S6Error) -> Bool {
        let about = services.first?.service.path ?? "."
        let isTold = try poll.wait(before: min(deadline, nextMoment), about: about)
        if let cancelSlot, poll.isReady(cancelSlot) { throw .cancelled }
        if let statusSlot, poll.isReady(statusSlot) {
            let services = services
            try statusWatch?.forEachChange(about: about) { services[$0].statusChanged = true }
        }
        return try glance() || isTold
    }

    /// The descriptors that it waits on, for who waits on many of these at once.
    ///
    /// They change with each wait.
    var descriptors: [CInt] { poll.descriptors }

    /// Whether anything of a service's came in the last wait, so that the others cost nothing.
    func hasNews(_ number: Int) -> Bool {
        let watched = services[number]
        let isTold = isReady(watched.eventsSlot) || isReady(watched.supervisorSlot)
        return isTold || watched.statusChanged || watched.glancedInVain
    }

    private func isReady(_ slot: PollSet.Slot?) -> Bool { slot.map { poll.isReady($0) } ?? false }

    /// Reads a service's events, once a wake: who floods the FIFO is not to keep us from the clock.
    ///
    /// Those that were read before have to be taken.
    func readEvents(_ number: Int) throws(S6Error) -> Bool { try services[number].subscription?.read() ?? false }

    /// Takes the next event of those that were read.
    func nextEvent(_ number: Int) -> ServiceEvent? { services[number].subscription?.nextRead() }

    /// Passes over the events that are there now; whether there were any.
    func passOverEvents(_ number: Int) throws(S6Error) -> Bool {
        var reads = 0
        while reads < Self.readsOfFullFIFO, try readEvents(number) {
            while nextEvent(number) != nil {}
            reads += 1
        }
        return reads > 0
    }

    private static let readsOfFullFIFO = 65_536 / EventBuffer.capacity

    /// Takes notice that its status was replaced; the next time is told of, too.
    mutating func takeStatusChange(_ number: Int) throws(S6Error) -> Bool {
        guard services[number].statusChanged else { return false }
        let isGlancedAt = services[number].seenStatus != 0 && glances != nil
        if isGlancedAt { try glanceAtStatus(number) } else { try watchStatus(number) }
        return true
    }

    /// Takes notice that its supervisor has ended.
    mutating func takeSupervisorEnd(_ number: Int) -> Bool {
        let watched = services[number]
        guard let slot = watched.supervisorSlot, poll.isReady(slot) else { return false }
        poll.ignore(slot)
        watched.supervisorSlot = nil
        watched.supervisor = nil
        return true
    }

    /// Looks for the process of a supervisor that has just started in the place of another.
    mutating func followNewSupervisor(_ number: Int) throws(S6Error) {
        _ = takeSupervisorEnd(number)
        if services[number].supervisor == nil { try holdSupervisor(number) }
    }
}

extension ServiceDirectory {
    /// Which file its status is now: the supervisor puts another in its place for each change.
    fileprivate var statusInode: UInt64 { supervisePath.appending("status").inode() }
}
