/// What the thread rings when one of a task's descriptors is readable.
final class Bell: Sendable {
    private typealias Waiter = CheckedContinuation<Bool, Never>
    private let state = Locked(BellState<Waiter>.silent)

    /// Suspends the task until it is rung; `false` if it or the task is cancelled.
    func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if let answer = state.withLock({ $0.wait(waiter) }) { waiter.resume(returning: answer) }
            }
        } onCancel: {
            cancel()
        }
    }

    func ring() { state.withLock { $0.ring() }?.resume(returning: true) }

    func cancel() { state.withLock { $0.cancel() }?.resume(returning: false) }
}
