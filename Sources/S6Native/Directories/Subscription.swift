/// A FIFO of our own in a fifodir: every event that its notifier writes, from the moment this exists.
///
/// Subscribe, then read the status, then act or wait: what happens in between is in the FIFO and is not lost.
/// It holds one descriptor. When its life ends the FIFO is removed; when the process is killed the notifier
/// removes it at its next event.
public struct Subscription: ~Copyable, Sendable {
    private let fifo: Descriptor
    /// The FIFO, to remove it.
    package let path: S6Path
    private var unread = EventBuffer()
    /// Who subscribed: a child of a fork has a copy, and is not to take the FIFO from its parent.
    private let owner = CurrentProcess.pid

    /// Makes the FIFO in a fifodir, in the order that loses nothing: hidden, opened, then visible.
    ///
    /// Where the fifodir is about to be renamed, `finalPath` says what to.
    init(in directory: borrowing Directory, finalPath: S6Path? = nil) throws(S6Error) {
        try directory.sweepHiddenFIFOs()
        var attempts = 0
        while true {
            let random = try RandomBytes.sixteen(for: directory.path)
            let name = SubscriberName(at: .now, random: random)
            do throws(S6Error) {
                fifo = try Self.makeFIFO(name, in: directory)
                path = (finalPath ?? directory.path).appending(name.visible)
                return
            } catch .system(let call, let path, .noEntry) {
                // Another subscriber's sweep took ours before we had opened it.
                attempts += 1
                guard attempts < 100 else { throw .system(call, path: path, errno: .noEntry) }
            }
        }
    }

    deinit {
        // Whatever has our name is ours: it cannot be guessed. If the directory was moved or removed meanwhile,
        // the notifier unlinks the FIFO, or it is gone already.
        if CurrentProcess.pid == owner { path.unlinkQuietly() }
    }

    private static func makeFIFO(
        _ name: SubscriberName,
        in directory: borrowing Directory
    ) throws(S6Error) -> Descriptor {
        let hidden = EntryName(name.hidden)
        try directory.makeFIFO(hidden, mode: 0o600)
        do throws(S6Error) {
            // Both ends at once: nobody else has to keep it open, so it never reads as ended.
            let fifo = try directory.bothEnds(hidden)
            try fifo.checkItIsOurNewFIFO()
            // A notifier of any user has to be able to write to it. Set here, since umask belongs to the process.
            try fifo.setMode(0o622)
            try directory.rename(hidden, to: EntryName(name.visible))
            return fifo.takeDescriptor()
        } catch {
            do throws(S6Error) { try directory.unlink(hidden) } catch {}
            throw error
        }
    }
}

extension Subscription {
    /// The descriptor that becomes readable when there is an event, for a poll of the caller's own.
    ///
    /// It stays the subscription's: do not read from it or close it.
    public var descriptor: CInt { fifo.rawValue }

    /// Takes the next event; blocks until there is one, the deadline passes, or `cancel` becomes readable.
    ///
    /// - Returns: the event, or `nil` once the deadline has passed. One that this library does not know is
    ///   passed over.
    /// - Throws: ``S6Error/cancelled``, or the system call that was refused.
    public mutating func next(before deadline: Deadline, cancel: CInt? = nil) throws(S6Error) -> ServiceEvent? {
        while true {
            if let event = try nextUnread() { return event }
            var poll = PollSet()
            let events = poll.add(fifo.rawValue)
            let cancelled = cancel.map { poll.add($0) }
            guard try poll.wait(before: deadline, about: path) else { return nil }
            if poll.isReady(events), let event = try nextUnread() { return event }
            if let cancelled, poll.isReady(cancelled) { throw .cancelled }
            if deadline.hasPassed { return nil }
        }
    }

    /// Takes the next event if there is one; does not block.
    ///
    /// - Returns: `nil` if there is none, or nothing but bytes that are no events were read; while
    ///   ``descriptor`` is readable there is more.
    public mutating func nextUnread() throws(S6Error) -> ServiceEvent? {
        if let event = nextRead() { return event }
        return try read() ? nextRead() : nil
    }

    /// Takes the next event of those that were read.
    package mutating func nextRead() -> ServiceEvent? {
        while let byte = unread.takeFirst() {
            if let event = ServiceEvent(rawValue: byte) { return event }
        }
        return nil
    }

    /// Reads once, when all that was read before is taken; `false` if there is nothing.
    ///
    /// Once and no more: who floods the FIFO is not to keep us from the clock.
    package mutating func read() throws(S6Error) -> Bool { try unread.fill(from: fifo, path) }
}

extension ServiceDirectory {
    /// Subscribes to the events of its supervisor.
    ///
    /// - Throws: ``S6Error/noSuchService(_:)``, ``S6Error/notSupervised(_:)`` where there has never been a
    ///   supervisor; `EACCES` where `event/` may not be written to.
    public func subscribe() throws(S6Error) -> Subscription {
        let events = events.path
        if let directory = Directory.handle("event", below: path, at: events) {
            return try Subscription(in: directory, finalPath: events)
        }
        let servicedir = try open()
        do throws(S6Error) {
            return try Subscription(in: servicedir.handle("event"), finalPath: events)
        } catch .system(.open, let missing, .noEntry) where missing == events {
            throw .notSupervised(path)
        } catch .system(.open, let other, .notDirectory) where other == events {
            throw .wrongFileType(other, expected: .directory)
        }
    }
}
