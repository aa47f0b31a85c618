internal import Synchronization

/// A value behind a lock, in a way that the thread sanitizer can follow.
///
/// On Linux a `Mutex` is taken in the kernel, where the sanitizer does not see it, and what it guards would be reported
/// as a race. The atomic says the same once more: who takes the lock comes after who has given it back.
struct Locked<Value: ~Copyable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let turn = Atomic<UInt8>(0)

    init(_ value: consuming sending Value) { mutex = Mutex(value) }

    borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { (value) throws(Failure) in
            _ = turn.load(ordering: .acquiring)
            defer { turn.store(1, ordering: .releasing) }
            return try body(&value)
        }
    }
}
