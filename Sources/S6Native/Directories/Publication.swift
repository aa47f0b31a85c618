/// A slot that is staged and complete, and the events that will tell when its supervisors run.
struct Publication: ~Copyable {
    private let staged: StagedSlot
    /// Which directory it is, whatever its name.
    let slot: FileAttributes.Identity
    private var events: Subscription
    private var loggerEvents: Subscription?

    /// Checks what was staged, makes each `event/` as s6-supervise would, and subscribes to it.
    ///
    /// The slot will be at `path`.
    init(of slot: consuming StagedSlot, at path: S6Path) throws(S6Error) {
        let service = ServiceDirectory(path)
        let events = try slot.directory.subscribeToFutureEvents(of: service)
        let loggerEvents = try Self.subscribeToLogger(of: slot, service.logger)
        self.slot = try slot.directory.ownAttributes().identity
        self.staged = slot
        self.events = events
        self.loggerEvents = loggerEvents
    }

    private static func subscribeToLogger(
        of slot: borrowing StagedSlot,
        _ logger: ServiceDirectory
    ) throws(S6Error) -> Subscription? {
        guard try slot.directory.isDirectory("log") else { return nil }
        return try slot.directory.handle(following: "log").subscribeToFutureEvents(of: logger)
    }

    /// Blocks until the supervisors have started, or those that do not run already.
    mutating func awaitSupervisors(
        _ path: S6Path,
        _ scanner: borrowing Scanner,
        isUp hasStarted: Bool = false,
        isLoggerUp hasStartedLogger: Bool = false,
        before deadline: Deadline,
        cancel: CInt?
    ) throws(S6Error) {
        var poll = PollSet()
        let eventsSlot = poll.add(events.descriptor)
        let loggerSlot: PollSet.Slot?
        if let descriptor = loggerEvents?.descriptor { loggerSlot = poll.add(descriptor) } else { loggerSlot = nil }
        let scannerSlot = scanner.descriptor.map { poll.add($0) }
        let cancelSlot = cancel.map { poll.add($0) }
        var isUp = hasStarted
        var isLoggerUp = hasStartedLogger || loggerSlot == nil
        while !isUp || !isLoggerUp {
            _ = try poll.wait(before: deadline, about: path)
            if poll.isReady(eventsSlot) {
                _ = try events.read()
                while let event = events.nextRead() { if event == .supervisorStarted { isUp = true } }
            }
            if let loggerSlot, poll.isReady(loggerSlot) {
                _ = try loggerEvents?.read()
                while let event = loggerEvents?.nextRead() {
                    if event == .supervisorStarted { isLoggerUp = true }
                }
            }
            if isUp && isLoggerUp { return }
            if let cancelSlot, poll.isReady(cancelSlot) { throw .cancelled }
            if let scannerSlot, poll.isReady(scannerSlot) { throw .noScanner(path.parent) }
            if deadline.hasPassed { throw .notTakenUp(path) }  // asked each time: events may never end
        }
    }
}

/// The scanner of a scandir, known to run: its FIFO is open, and its process held where that may be had.
struct Scanner: ~Copyable {
    private let scandir: ScanDirectory
    private let control: OpenFile
    private let process: ProcessHandle?
    /// Becomes readable when the scanner ends.
    let descriptor: CInt?

    init(of scandir: ScanDirectory) throws(S6Error) {
        let control = try scandir.openControl()
        let process = try scandir.scanner()
        self.scandir = scandir
        self.control = control
        switch process {
        case .some(let process): descriptor = process.descriptor.rawValue
        case .none: descriptor = nil
        }
        self.process = process
    }

    borrowing func rescan() throws(S6Error) {
        let bytes: InlineArray<1, UInt8> = [ScanCommand.scan.rawValue]
        try scandir.translatingWrite { () throws(S6Error) in _ = try control.writeToFIFO(bytes.span) }
    }
}

extension Directory {
    /// Checks that this is a servicedir, and subscribes in its `event/`, made as s6-supervise makes it, which
    /// finds it there and leaves it as it is.
    fileprivate borrowing func subscribeToFutureEvents(of service: ServiceDirectory) throws(S6Error) -> Subscription {
        guard try isRunnable() else { throw .notRunnable(service.path) }
        do throws(S6Error) {
            try makeDirectory("event", mode: 0o700)
            let events = try listing("event")
            try events.setGroupToOurs()  // if it is another's
            try events.setMode(0o3730)
        } catch .system(.mkdir, _, .exists) {}  // the caller wants it otherwise
        return try Subscription(in: handle("event"), finalPath: service.events.path)
    }

    borrowing func isRunnable() throws(S6Error) -> Bool {
        do throws(S6Error) {
            let run = try attributes(following: "run")
            return run.kind == .regular && run.permissions & 0o111 != 0
        } catch .system(_, _, .noEntry) {
            return false
        }
    }

    fileprivate borrowing func isDirectory(_ name: EntryName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            return try attributes(following: name).kind == .directory
        } catch .system(_, _, .noEntry) {
            return false
        }
    }
}
