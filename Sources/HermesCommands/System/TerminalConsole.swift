import Glibc
import S6Native

/// The process's own standard output and error.
final class TerminalConsole: Console {
    let look: Look
    private(set) var lostOutput: Errno?

    init(_ environment: Environment) {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        look = Look(isAligned: isTerminal, isColored: isTerminal && !environment.has("NO_COLOR"))
    }

    func write(_ bytes: [UInt8]) {
        if let errno = write(bytes, to: STDOUT_FILENO), lostOutput == nil { lostOutput = errno }
    }

    func complain(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes it all, or as much as the other end takes; returns why it did not take the rest.
    private func write(_ bytes: [UInt8], to descriptor: CInt) -> Errno? {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the buffer is lent for the call, with its own size.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EBADF { return nil }  // closed by who wants none
            guard count > 0 else { return Errno(rawValue: errno) }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
