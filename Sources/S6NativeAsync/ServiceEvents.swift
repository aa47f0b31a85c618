public import S6Native

/// What one supervisor says, as it says it.
///
/// Nothing is dropped: what is not taken is kept, a byte each. Where that may become much, somebody has to take it. It
/// is one stream: several iterators of it share its events. The subscription ends as soon as the sequence and its
/// iterators are gone, or a task that waits for its next event is cancelled.
public struct ServiceEvents: AsyncSequence, Sendable {
    /// What it is a sequence of.
    public typealias Element = ServiceEvent
    /// How it can fail: the subscription could not be read.
    public typealias Failure = S6Error

    private let listening: Listening

    init(_ listening: Listening) { self.listening = listening }

    /// Takes the events one by one.
    public func makeAsyncIterator() -> Iterator { Iterator(listening: listening) }

    /// Takes the events one by one.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let listening: Listening

        /// Takes the next event; suspends the task until there is one.
        ///
        /// - Parameter actor: where the caller runs.
        /// - Returns: the event; `nil` at the end, or when the task is cancelled, which is an end, too.
        /// - Throws: the system call that was refused, once; then it is at its end.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(S6Error) -> ServiceEvent? {
            try await listening.next(isolation: actor).get()
        }
    }
}
