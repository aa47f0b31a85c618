import Foundation

/// A process that a test started. (Foundation's own needs a run loop to see that one has ended.)
package final class Child: Sendable {
    package let pid: Int32
    private let ended = Mutex<Int32?>(nil)

    /// Starts `words`, the first being looked up on the PATH, with nothing to read.
    package init(
        _ words: [String],
        environment: [String: String] = [:],
        output: Int32? = nil,
        errors: Int32? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (target, source) in [(1 as Int32, output), (2, errors)] {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever this process blocks or ignores is not the child's to inherit.
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var pid: pid_t = 0
        let result = Self.withStrings(words) { arguments in
            Self.withStrings(variables.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .ENOENT) }
        self.pid = pid
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("the list has a null at least") }
            return body(start)
        }
    }

    /// Waits for its end; the code it exited with, or 128 and the signal.
    ///
    /// One that does not end is killed after some minutes: no test is to hold up all the others for ever.
    @discardableResult
    package func wait() -> Int32 {
        ended.withLock { ended in
            if let ended { return ended }
            let end = Date(timeIntervalSinceNow: 60 * Double(Soak.minutes))
            var status: Int32 = 0
            var pause: useconds_t = 100
            while true {
                let result = waitpid(pid, &status, WNOHANG)
                if result == pid || (result < 0 && errno == ECHILD) { break }
                usleep(pause)
                pause = min(pause * 2, 2000)
                if Date() > end { kill(pid, SIGKILL) }
            }
            return Self.take(status, &ended)
        }
    }

    /// Whether it still runs.
    ///
    /// One that has ended is reaped.
    package var isRunning: Bool {
        ended.withLock { ended in
            if ended != nil { return false }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == pid else { return true }
            _ = Self.take(status, &ended)
            return false
        }
    }

    private static func take(_ status: Int32, _ ended: inout Int32?) -> Int32 {
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
        ended = code
        return code
    }

    /// Signals it, unless it has been reaped, and its number may be another's.
    package func signal(_ number: Int32) {
        // Locked means that it is being waited for, and so not reaped.
        let isReaped = ended.withLockIfAvailable { $0 != nil } ?? false
        if !isReaped { kill(pid, number) }
    }
}
