import S6Native

/// Where a log goes, and what ends that.
final class LogOutput {
    private var sanitizer: LogSanitizer?
    private let cancel: CInt?
    private let path: S6Path
    private let write: ([UInt8]) -> Bool

    /// `write` returns whether more is wanted; errors of waiting are about `path`.
    init(about path: S6Path, sanitize: Bool, cancel: CInt?, write: @escaping ([UInt8]) -> Bool) {
        self.path = path
        sanitizer = sanitize ? LogSanitizer() : nil
        self.cancel = cancel
        self.write = write
    }

    /// Writes the next bytes.
    ///
    /// - Throws: ``S6Error/cancelled`` if nobody wants them, or the cancel descriptor is readable.
    func send(_ bytes: [UInt8]) throws(S6Error) {
        guard write(sanitizer?.clean(bytes) ?? bytes) else { throw .cancelled }
        try check()
    }

    /// Writes what was held back.
    func end() throws(S6Error) {
        guard let rest = sanitizer?.end(), !rest.isEmpty else { return }
        guard write(rest) else { throw .cancelled }
    }

    /// Throws ``S6Error/cancelled`` if the cancel descriptor is readable.
    func check() throws(S6Error) {
        guard let cancel else { return }
        var poll = PollSet()
        _ = poll.add(cancel)
        if try poll.wait(before: .now, about: path) { throw .cancelled }
    }

    /// Blocks until the watch tells of a change, and forgets it: look after that.
    func wait(for watch: borrowing DirectoryWatch) throws(S6Error) {
        _ = try watch.wait(before: .never, cancel: cancel)
        try watch.drain()
    }
}
