import Foundation
import LiveTree

/// Runs `body` on another thread, and gives what it threw, or `nil`, when asked.
final class Background: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var error: (any Error)?

    init(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread { [self] in
            do { try body() } catch { self.error = error }
            done.signal()
        }
    }

    /// The error, once it has ended.
    func wait(_ seconds: Int = 60) -> (any Error)? {
        guard done.wait(timeout: .now() + .seconds(seconds)) == .success else { return StillRuns() }
        return error
    }

    struct StillRuns: Error {}
}

/// Whether a process is there, and is not a zombie.
func runs(_ pid: Int32) -> Bool {
    guard pid > 0, let line = try? Contents.text("/proc/\(pid)/stat") else { return false }
    return !line.contains(") Z ")
}
