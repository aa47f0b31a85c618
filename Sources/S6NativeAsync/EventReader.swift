public import S6Native

/// Tells Swift's tasks what supervisors say, by one thread for as many services as there are.
///
/// The caller makes one and keeps it for as long as there is something to wait for, which may be the life of the
/// program; nothing is global. The thread starts with the first sequence or wait, sleeps in the kernel until something
/// comes, and ends when the reader and all sequences of it are gone, or with ``close()``. No call here blocks a thread of
/// Swift's pool.
///
/// ```swift
/// let reader = EventReader()
/// for try await event in try reader.events(of: web) { print(event) }
/// ```
///
/// In a child of a fork it is closed: threads do not survive that.
public final class EventReader: Sendable {
    let core = EventCore()

    /// Makes a reader; nothing is opened or started yet.
    public init() {}

    deinit { core.close() }

    /// Subscribes to what the supervisor of a service says.
    ///
    /// Every event from the return of this on is kept for the sequence, however late it is read.
    ///
    /// - Parameter service: the service.
    /// - Returns: a sequence that ends when it is dropped, or its task is cancelled, or the reader is closed; not when
    ///   the supervisor ends, since its successor is heard too.
    /// - Throws: as `ServiceDirectory.subscribe()`, and what the thread could not be had for.
    public func events(of service: ServiceDirectory) throws(S6Error) -> ServiceEvents {
        try events(from: service.subscribe())
    }

    /// Takes over a subscription, of whatever fifodir, with what it holds already.
    ///
    /// - Parameter subscription: the subscription.
    /// - Returns: the sequence of its events.
    /// - Throws: what the thread could not be had for.
    public func events(from subscription: consuming Subscription) throws(S6Error) -> ServiceEvents {
        let path = subscription.path, descriptor = subscription.descriptor
        let channel = EventChannel(subscription)
        guard let number = try core.add(.events(channel, descriptor: descriptor), about: path) else {
            channel.end()
            return ServiceEvents(Listening(self, 0, channel))
        }
        return ServiceEvents(Listening(self, number, channel))
    }

    /// Ends all sequences and waits of this reader, and returns when the thread has ended.
    ///
    /// The sequences end without an error, the waits by `S6Error.cancelled`; so does what is begun afterwards.
    public func close() { core.close() }
}
