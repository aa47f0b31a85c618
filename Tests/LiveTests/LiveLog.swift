import Foundation
import LiveTree
import S6Native
import Testing

@testable import HermesCommands

/// A real s6-log that rotates as often as it can, and archives for ever, so that what is on disk is what was logged.
final class LiveLog: @unchecked Sendable {
    let base: String
    let path: String
    private let stamp: String
    private let input: Int32
    private var child: Child?

    private init(below: String, stamp: String) throws {
        // In memory, where fsync takes no time, s6-log rotates so fast that a look falls into the middle of it.
        let memory = "/dev/shm", usual = FileManager.default.temporaryDirectory.path
        let parent = access(memory, W_OK) == 0 ? memory : usual
        base = parent + "/hermes-s6-log-\(UUID().uuidString.prefix(8))"
        path = base + below
        self.stamp = stamp
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        mkfifo(base + "/input", 0o600)
        input = open(base + "/input", O_RDWR | O_CLOEXEC)
    }

    /// Runs `body` on a log of its own.
    static func with(
        below: String = "/log",
        stamp: String = "T",
        starts: Bool = true,
        _ body: (LiveLog) throws -> Void
    ) throws {
        let log = try LiveLog(below: below, stamp: stamp)
        defer { log.end() }
        if starts { try log.start() }
        try body(log)
    }

    private func end() {
        kill()
        close(input)
        try? FileManager.default.removeItem(atPath: base)
    }

    /// Starts an s6-log, and returns when it writes.
    ///
    /// One that finds both `previous` and `current` left by a killed one has one stamp for both, and dies of that,
    /// with 111: the next finds `current` alone.
    func start() throws {
        let script = "exec s6-log -d 3 n1000000 s4096 \(stamp) \"$1\" <\"$0/input\" 3>\"$0/ready\""
        unlink(base + "/ready")
        child = try Child(["sh", "-c", script, base, path])
        try eventually("s6-log runs") {
            if child?.isRunning == false {
                #expect(child?.wait() == 111)
                child = try Child(["sh", "-c", script, base, path])
            }
            return Self.bytes(of: base + "/ready").count == 1
        }
    }

    func kill() {
        child?.signal(SIGKILL)
        child?.wait()
        child = nil
    }

    /// Has it end by itself, when it has written what it has read.
    func endWell() throws {
        child?.signal(SIGHUP)
        child?.wait()
        child = nil
    }

    func say(_ text: String) {
        let line = Array((text + "\n").utf8)
        precondition(write(input, line, line.count) == line.count)
    }

    /// The names of archives, the oldest first.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix("@") }.sorted()
    }

    func archives() throws -> Int { try names().count }

    /// All that has been logged, when nothing is rotating.
    var onDisk: String {
        let files = ((try? names()) ?? []) + ["current"]
        return String(decoding: files.flatMap { Self.bytes(of: path + "/" + $0) }, as: UTF8.self)
    }

    /// All of a file, nothing if it is not there.
    ///
    /// Foundation's own reading leaks memory where the file grows meanwhile.
    private static func bytes(of file: String) -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var all: [UInt8] = [], piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            guard count > 0 else { return all }
            all += piece[..<count]
        }
    }

    var lines: [String] { onDisk.split(separator: "\n").map(String.init) }

    /// The numbers of `line 1`, `line 2` and so on; the last line may be half written.
    func numbers(in text: String) -> [Int] {
        let whole = text.utf8.lastIndex(of: UInt8(ascii: "\n")).map { text.utf8[..<$0] } ?? ""[...].utf8
        return whole.split(separator: UInt8(ascii: "\n")).compactMap { line in
            line.split(separator: UInt8(ascii: " ")).last.flatMap { Int(String($0) ?? "") }
        }
    }

    var directory: LogDirectory { get throws { LogDirectory(try S6Path(path)) } }

    func shown(last: Int? = nil, since: LogSince? = nil) throws -> String {
        var bytes: [UInt8] = []
        try LogReader.show(try directory, last: last, since: since) {
            bytes += $0
            return true
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Begins to follow it, and returns when what is logged from now on will come.
    func follow(last: Int? = nil) throws -> Follower {
        let follower = try Follower(try directory, last: last)
        try eventually("it follows") { follower.isAsleep }
        return follower
    }
}

extension LiveLog {
    /// Follows a log on a thread of its own.
    final class Follower: @unchecked Sendable {
        private let lock = NSLock()
        private let gate = NSLock()
        private var bytes: [UInt8] = []
        private var thread = ""
        private let cancel: [Int32]
        private var background: Background?

        init(_ directory: LogDirectory, last: Int?) throws {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let end = ends[0]
            cancel = ends
            background = Background { [self] in
                let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
                lock.withLock { thread = own }
                try LogReader.show(directory, last: last, follow: true, cancel: end) { [self] piece in
                    gate.withLock {}
                    lock.withLock { bytes += piece }
                    return true
                }
            }
        }

        deinit { for end in cancel { close(end) } }

        var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }

        /// Whether the last that has come is this.
        func ends(with text: String) -> Bool {
            lock.withLock { bytes.suffix(text.utf8.count).elementsEqual(text.utf8) }
        }

        /// Whether it waits for something to happen.
        var isAsleep: Bool {
            let thread = lock.withLock { self.thread }
            guard !thread.isEmpty else { return false }
            let stat = (try? Contents.text("/proc/\(thread)/stat")) ?? ""
            return stat.contains(") S ")
        }

        /// Keeps it from going on from what it reads next.
        func hold() { gate.lock() }
        func release() { gate.unlock() }

        /// Cancels it; what it threw.
        func end() -> (any Error)? {
            _ = write(cancel[1], "x", 1)
            return background?.wait()
        }
    }
}
