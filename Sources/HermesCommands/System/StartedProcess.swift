internal import CS6Shim
import Glibc
import S6Native

/// A child of this process, until it has been reaped.
final class StartedProcess {
    let pid: Int32
    /// Readable when it has ended.
    let descriptor: CInt
    /// What it ended with, or 128 and the signal that killed it; `nil` while it runs.
    private(set) var code: Int32?

    /// It did not begin.
    struct NotStarted: Error {
        let errno: Errno
    }

    /// Starts a program with this process' own descriptors.
    init(_ program: Program, _ words: [[UInt8]], inOwnSession: Bool = false) throws(NotStarted) {
        pid = program.start(words, inOwnSession: inOwnSession)
        guard pid > 0 else { throw NotStarted(errno: Errno(rawValue: -pid)) }
        // It is not reaped yet, so the number is its own.
        descriptor = cs6_open_process(pid)
        guard descriptor >= 0 else {
            _ = kill(pid, SIGKILL)
            var status: CInt = 0
            _ = unsafe waitpid(pid, &status, 0)
            throw NotStarted(errno: Errno(rawValue: -descriptor))
        }
    }

    deinit { _ = cs6_close(descriptor) }

    /// Whether it has ended; it is reaped then.
    func hasEnded() -> Bool {
        guard code == nil else { return true }
        var status: CInt = 0
        let result = unsafe waitpid(pid, &status, WNOHANG)
        if result < 0, errno == ECHILD { code = 255 }  // somebody else has reaped it, and knows how it ended
        guard result == pid else { return code != nil }
        code = Program.code(of: status)
        return true
    }

    /// Signals it, while its number is its own.
    func signal(_ number: Int32) { if code == nil { _ = kill(pid, number) } }
}
