#if canImport(Glibc)
internal import Glibc
#else
internal import Musl
#endif
internal import CS6Shim
internal import S6Native

/// A thread of our own, which no signal of the host's is delivered to.
struct ReaderThread: ~Copyable, Sendable {
    private let thread: pthread_t

    /// Starts `body` on it; errors are about `path`.
    init(about path: S6Path, _ body: @escaping @Sendable () -> Void) throws(S6Error) {
        let box = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        // The new thread has the mask of this one from its first moment.
        let before = cs6_block_signals(Self.hostsSignals)
        let result = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                _ = cs6_name_thread(Array("s6-events\0".utf8).span)
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        if before.result >= 0 { _ = cs6_unblock_signals(Self.hostsSignals & ~before.set) }
        guard result == 0 else {
            unsafe box.release()
            throw .system(.threadCreate, path: path, errno: Errno(rawValue: result))
        }
        self.thread = thread
    }

    /// Returns when it has ended; on the thread itself, it goes on to its end alone.
    consuming func join() {
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            _ = pthread_join(thread, nil)
        }
    }

    /// All but those that a fault of the thread's own raises (ILL, TRAP, BUS, FPE, SEGV), and the two that the C library keeps
    /// for itself: setuid, for one, waits until every thread has taken its signal.
    private static var hostsSignals: UInt64 {
        [4, 5, 7, 8, 11, 32, 33].reduce(UInt64.max) { $0 & ~(1 << (UInt64($1) - 1)) }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
