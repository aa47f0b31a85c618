import S6Native

/// Shows what is in a log, and what is added to it.
enum LogReader {
    /// Writes the last `last` lines, of those from the first on whose stamp is not before `since`; all, where neither
    /// is given; and, to follow, what is appended from then on, for ever.
    ///
    /// To follow, it waits for a directory that is not there yet. Every byte is written as it is, in order and once,
    /// unless control characters are to be spelt out (`sanitize`). What has the name of an archive and cannot be
    /// one is not read, but told to `passedOver`. `write` returns whether more is wanted.
    ///
    /// - Throws: ``S6Error/cancelled`` when `cancel` becomes readable, or `write` wants no more; `ENOENT` if there
    ///   is no log, and it is not to be followed; ``S6Error/wrongFileType(_:expected:)`` if `current` is no file.
    static func show(
        _ directory: LogDirectory,
        last: Int? = nil,
        since: LogSince? = nil,
        follow: Bool = false,
        sanitize: Bool = false,
        cancel: CInt? = nil,
        passedOver: @escaping (S6Error) -> Void = { _ in },
        write: @escaping ([UInt8]) -> Bool
    ) throws(S6Error) {
        let output = LogOutput(about: directory.path, sanitize: sanitize, cancel: cancel, write: write)
        let wanted = LogSelection(last: last, since: since)
        if follow {
            var follower = try LogFollower(directory, output, passedOver)
            try follower.run(from: wanted)
        } else {
            try showOnce(directory, wanted, output, passedOver)
        }
    }

    private static func showOnce(
        _ directory: LogDirectory,
        _ wanted: LogSelection,
        _ output: LogOutput,
        _ passedOver: (S6Error) -> Void
    ) throws(S6Error) {
        let log = try LogSnapshot(of: directory)
        log.strange.forEach(passedOver)
        let parts = log.parts
        guard !parts.isEmpty || !log.strange.isEmpty else {
            throw .system(.open, path: directory.path.appending("current"), errno: .noEntry)
        }
        let start = try wanted.start(of: parts, in: directory, output)
        for index in parts.indices.dropFirst(start.part) {
            guard let file = try parts[index].opened(in: directory) else { continue }
            // It may grow faster than it is shown.
            _ = try file.copy(from: index == start.part ? start.offset : 0, to: file.sizeWhenOpened, output)
        }
        try output.end()
    }
}
