internal import S6Native

/// What a sequence has in store, and who waits for more.
///
/// A pure value: what it returns is whom to tell what. It holds as much as there is, since an event that is dropped is
/// a lie.
struct EventQueue<Waiter> {
    /// What ``ServiceEvents/Iterator/next(isolation:)`` comes to.
    typealias Answer = Result<ServiceEvent?, S6Error>

    private var stored: [ServiceEvent] = []
    /// Those before it were taken.
    private var first = 0
    private var waiters: [Waiter] = []
    private var isEnded = false
    private var failure: S6Error?

    /// Takes the next event; `nil` if there is none yet: then the waiter is kept.
    mutating func next(for waiter: Waiter) -> Answer? {
        if let event = takeStored() { return .success(event) }
        if let failure {
            self.failure = nil
            return .failure(failure)
        }
        if isEnded { return .success(nil) }
        waiters.append(waiter)
        return nil
    }

    /// Puts an event in store, unless somebody waits for it.
    mutating func append(_ event: ServiceEvent) -> Waiter? {
        guard !isEnded else { return nil }
        guard waiters.isEmpty else { return waiters.removeFirst() }
        stored.append(event)
        return nil
    }

    /// Ends it at once: what is in store is nobody's any more.
    ///
    /// Returns those to be told that it has ended.
    mutating func end() -> [Waiter] {
        isEnded = true
        failure = nil
        stored = []
        first = 0
        return takeWaiters()
    }

    /// Ends it by an error, which comes after what is in store.
    ///
    /// Returns those who wait: the first is to be told of it.
    mutating func fail(_ error: S6Error) -> [Waiter] {
        guard !isEnded else { return [] }
        isEnded = true
        if waiters.isEmpty { failure = error }
        return takeWaiters()
    }

    private mutating func takeWaiters() -> [Waiter] {
        defer { waiters = [] }
        return waiters
    }

    private mutating func takeStored() -> ServiceEvent? {
        guard first < stored.count else { return nil }
        let event = stored[first]
        first += 1
        if first == stored.count {
            stored.removeAll(keepingCapacity: stored.capacity <= 4096)
            first = 0
        } else if first >= 4096 && first * 2 >= stored.count {
            stored.removeFirst(first)
            first = 0
        }
        return event
    }
}
