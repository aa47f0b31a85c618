import Foundation

/// A private scandir with a real s6-svscan over it, as this user.
///
/// End it with ``end()``.
package final class LiveTree: Sendable {
    /// The scandir.
    package let path: String
    /// The directory that holds the scandir and whatever else the test wants, removed in the end.
    package let base: String
    private let svscan: Mutex<Child?>
    private let environment: [String: String]
    private let wrapper: [String]

    /// Whether there is an s6 on this machine at all.
    package static let isPossible = (try? Command.run("sh", "-c", "command -v s6-svscan"))?.code == 0

    /// Makes a scandir and starts an s6-svscan over it, in a directory of its own or in `directory`.
    ///
    /// It is started by the program `wrapper`, if there is one, with `environment` besides what there is.
    package init(
        maximum: Int = 500,
        in directory: String? = nil,
        environment: [String: String] = [:],
        wrapper: [String] = []
    ) throws {
        self.environment = environment
        self.wrapper = wrapper
        let parent = directory ?? FileManager.default.temporaryDirectory.path
        base = parent + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        path = base + "/scan"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        svscan = Mutex(nil)
        try start(maximum: maximum)
    }

    /// Runs `body` on a tree of its own.
    package static func with(
        maximum: Int = 500,
        in directory: String? = nil,
        _ body: (LiveTree) throws -> Void
    ) throws {
        let tree = try LiveTree(maximum: maximum, in: directory)
        defer { tree.end() }
        try body(tree)
    }

    /// Starts an s6-svscan, after ``killScanner()``.
    package func start(maximum: Int = 500) throws {
        let capacity = SixRelease.current >= SixRelease(2, 12) ? ["-C", "\(2 * maximum)"] : ["-c", "\(maximum)"]
        let log = open(base + "/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(log) }
        let words = wrapper + ["s6-svscan"] + capacity + [path]
        let child = try Child(words, environment: environment, output: log, errors: log)
        svscan.withLock { $0 = child }
        try eventually("s6-svscan runs") { try Command.run("s6-svscanctl", path).code == 0 }
    }

    /// The process of s6-svscan.
    package var scanner: Int32 { svscan.withLock { $0?.pid ?? 0 } }

    /// Kills s6-svscan as an accident would, and leaves what it supervised.
    package func killScanner() {
        svscan.withLock { child in
            child?.signal(SIGKILL)
            child?.wait()
            child = nil
        }
    }

    /// Ends the tree and removes it.
    package func end() {
        svscan.withLock { child in
            guard let running = child else { return }
            running.signal(SIGTERM)
            for _ in 0..<300 where running.isRunning { usleep(10_000) }
            running.signal(SIGKILL)
            running.wait()
            child = nil
        }
        for pid in Self.processes(under: base) { kill(pid, SIGKILL) }
        try? FileManager.default.removeItem(atPath: base)
    }

    /// What a test has orphaned on purpose is found by its working directory.
    package static func processes(under path: String) -> [Int32] {
        let proc = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return proc.compactMap(Int32.init).filter { pid in
            let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
            return directory?.hasPrefix(path + "/") == true
        }
    }

    /// What s6-svscan, the supervisors and the services have said so far.
    package var messages: String { (try? Contents.text(base + "/log")) ?? "" }
}

/// Looks until something is so: in tests only, where what is tested is not trusted to say when.
package func eventually(_ what: String, within seconds: Double = 20, _ isSo: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while try !isSo() {
        guard Date() < end else { throw NotSo(what: what) }
        usleep(2_000)
    }
}

/// It never came to be so.
package struct NotSo: Error, CustomStringConvertible {
    let what: String

    package init(what: String) { self.what = what }

    package var description: String { "never so: \(what)" }
}
