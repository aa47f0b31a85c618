import Foundation

/// A value that another thread finds.
final class Later<Value: Sendable>: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var result: Result<Value, any Error>?

    init(_ body: @escaping @Sendable () throws -> Value) {
        Thread.detachNewThread { [self] in
            result = Result { try body() }
            done.signal()
        }
    }

    /// Whether there is one.
    var isOver: Bool {
        guard done.wait(timeout: .now()) == .success else { return false }
        done.signal()
        return true
    }

    /// The value; blocks until there is one.
    func value() throws -> Value {
        guard done.wait(timeout: .now() + 60) == .success, let result else { throw StillRuns() }
        return try result.get()
    }

    struct StillRuns: Error {}
}
