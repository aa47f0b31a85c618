import Glibc

/// The process's own standard output and error.
final class TerminalConsole: Console {
    let look: Look

    init(_ environment: Environment) {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        look = Look(isAligned: isTerminal, isColored: isTerminal && !environment.has("NO_COLOR"))
    }

    func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }
    func complain(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes it all, or as much as the other end takes: to a pipe that is closed there is nobody to complain to.
    private func write(_ bytes: [UInt8], to descriptor: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the buffer is lent for the call, with its own size.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
