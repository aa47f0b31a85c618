internal import CS6Shim
import S6Native

/// A connection to a Unix socket, closed when its owner lets go of it.
struct UnixStream: ~Copyable {
    private let descriptor: CInt
    private let path: S6Path

    /// Connects to the socket at `path`, and waits a second for a place in its queue.
    init(to path: S6Path) throws(S6Error) {
        let result = cs6_connect((Array(path.bytes) + [0]).span, 1000)
        guard result >= 0 else { throw .system(.connect, path: path, errno: Errno(rawValue: -result)) }
        descriptor = result
        self.path = path
    }

    deinit { _ = cs6_close(descriptor) }

    /// Sends a few bytes, which a new connection takes at once, or none; whether it did.
    borrowing func send(_ bytes: [UInt8]) -> Bool { cs6_send(descriptor, bytes.span) == bytes.count }

    /// Reads until the other end closes, the deadline has passed, `cancel` becomes readable, or more has come than `limit`.
    ///
    /// - Returns: what has come; `nil` if the other end has not closed.
    borrowing func readToEnd(
        limit: Int,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) -> [UInt8]? {
        var poll = PollSet(), bytes: [UInt8] = []
        _ = poll.add(descriptor)
        let cancelled = cancel.map { poll.add($0) }
        while bytes.count <= limit, try poll.wait(before: deadline, about: path) {
            if let cancelled, poll.isReady(cancelled) { return nil }
            var chunk = InlineArray<64, UInt8>(repeating: 0)
            var span = chunk.mutableSpan
            let count = cs6_read(descriptor, &span)
            if -count == Int(Errno.wouldBlock.rawValue) { continue }
            // It resets the connection where it has closed without reading what we sent: there is no more to come.
            guard count > 0 else { return bytes }
            for index in 0..<count { bytes.append(chunk[index]) }
        }
        return nil
    }
}
