internal import S6Native

/// The one thread of a reader, and whom it tells of what.
///
/// The thread holds this, not the reader, whose end ends the thread.
final class EventCore: Sendable {
    enum Listener {
        case events(EventChannel, descriptor: CInt)
        case bell(Bell)

        func end() {
            switch self {
            case .events(let channel, _): channel.end()
            case .bell(let bell): bell.cancel()
            }
        }
    }

    private struct State: ~Copyable {
        /// `nil` until somebody listens.
        var poller: Poller?
        var thread: ReaderThread?
        var listeners: [UInt64: Listener] = [:]
        var last = Poller.wakeUpNumber
        var isClosed = false
    }

    private let state = Locked(State())
    /// Who made it: a child of a fork has a copy, whose thread does not exist and whose epoll is its parent's.
    private let owner = CurrentProcess.pid

    /// Has a listener told, under the number returned, and starts the thread if it is the first; `nil` after the end.
    func add(_ listener: Listener, about path: S6Path) throws(S6Error) -> UInt64? {
        try state.withLock { (state) throws(S6Error) in
            guard !state.isClosed && CurrentProcess.pid == owner else { return nil }
            if state.poller == nil {
                let poller = try Poller(about: path)
                state.thread = try ReaderThread(about: path) { self.run(poller, about: path) }
                state.poller = poller
            }
            state.last += 1
            let number = state.last
            if case .events(_, let descriptor) = listener {
                try state.poller?.readiness.add(descriptor, number, about: path)
            }
            state.listeners[number] = listener
            return number
        }
    }

    /// Has a bell rung once when one of some descriptors is readable.
    func arm(_ descriptors: [CInt], _ number: UInt64, about path: S6Path) throws(S6Error) {
        try state.withLock { (state) throws(S6Error) in
            for descriptor in descriptors { try state.poller?.readiness.arm(descriptor, number, about: path) }
        }
    }

    /// Ends a listener.
    func end(_ number: UInt64) { forget(number)?.end() }

    /// Ends all, and the thread; returns when it has ended.
    func close() {
        guard CurrentProcess.pid == owner else { return }
        var listeners: [UInt64: Listener] = [:]
        var thread: ReaderThread?
        state.withLock { state in
            state.isClosed = true
            swap(&listeners, &state.listeners)
            thread = state.thread.take()
            state.poller?.wakeUp.ring()
            state.poller = nil
        }
        thread.take()?.join()
        for listener in listeners.values { listener.end() }
    }

    private func forget(_ number: UInt64) -> Listener? {
        guard CurrentProcess.pid == owner else { return nil }
        return state.withLock { state in
            let listener = state.listeners.removeValue(forKey: number)
            if case .events(_, let descriptor)? = listener { state.poller?.readiness.remove(descriptor) }
            return listener
        }
    }
}

// What the thread does.
extension EventCore {
    private func run(_ poller: Poller, about path: S6Path) {
        var numbers = Readiness.Numbers(repeating: 0)
        while true {
            do throws(S6Error) {
                let count = try poller.readiness.wait(&numbers, about: path)
                for index in 0..<count {
                    guard numbers[index] != Poller.wakeUpNumber else { return }
                    tell(numbers[index])
                }
            } catch {
                return fail(error)
            }
        }
    }

    private func tell(_ number: UInt64) {
        switch state.withLock({ $0.listeners[number] }) {
        case .bell(let bell)?: bell.ring()
        case .events(let channel, _)?:
            do throws(S6Error) {
                try channel.read()
            } catch {
                _ = forget(number)
                channel.end(by: error)
            }
        case nil: break  // it has just gone
        }
    }

    /// There is no way to wait any more: nobody is left to wait for what cannot come.
    private func fail(_ error: S6Error) {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners
        }
        for listener in listeners.values {
            switch listener {
            case .events(let channel, _): channel.end(by: error)
            case .bell(let bell): bell.cancel()
            }
        }
    }
}
