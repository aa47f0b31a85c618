internal import S6Native

/// A subscription between the thread that reads it and the tasks that take its events.
final class EventChannel: Sendable {
    typealias Waiter = CheckedContinuation<Answer, Never>
    typealias Answer = Result<ServiceEvent?, S6Error>

    private struct State: ~Copyable {
        var subscription: Subscription?
        var queue = EventQueue<Waiter>()
    }

    private let state: Locked<State>

    /// Takes a subscription over, with what was read of it and not taken yet.
    init(_ subscription: consuming Subscription) {
        var state = State(subscription: nil)
        while let event = subscription.nextRead() { _ = state.queue.append(event) }
        state.subscription = consume subscription
        self.state = Locked(state)
    }

    /// Takes the next event, or has the waiter told of it later.
    func next(for waiter: Waiter) {
        if let answer = state.withLock({ $0.queue.next(for: waiter) }) { waiter.resume(returning: answer) }
    }

    /// Reads once, and tells those who wait.
    ///
    /// Once and no more: who floods one FIFO is not to keep us from the others.
    func read() throws(S6Error) {
        let told = try state.withLock { (state) throws(S6Error) in
            var told: [(Waiter, ServiceEvent)] = []
            guard try state.subscription?.read() == true else { return told }
            while let event = state.subscription?.nextRead() {
                if let waiter = state.queue.append(event) { told.append((waiter, event)) }
            }
            return told
        }
        for (waiter, event) in told { waiter.resume(returning: .success(event)) }
    }

    /// Unsubscribes, and ends the sequence: at once, or by an error after what is in store.
    func end(by error: S6Error? = nil) {
        let waiters = state.withLock { state in
            state.subscription = nil
            return error.map { state.queue.fail($0) } ?? state.queue.end()
        }
        for (number, waiter) in waiters.enumerated() {
            waiter.resume(returning: number == 0 ? error.map { .failure($0) } ?? .success(nil) : .success(nil))
        }
    }
}
