import Foundation
import LiveServices
import LiveTree
import S6Native
import S6NativeAsync
import Testing

/// All on live trees, one after another: some count the threads of this process.
@Suite(.serialized, .live, .bounded)
enum OnATree {}

extension LiveTree {
    /// Runs `body` on a tree of its own.
    static func with(_ body: (LiveTree) async throws -> Void) async throws {
        let tree = try LiveTree()
        defer { tree.end() }
        try await body(tree)
    }

    /// Kills the supervisor of a service; its s6-svscan starts another.
    func killSupervisor(_ service: ServiceDirectory) throws {
        #expect(kill(try supervisor(service), SIGKILL) == 0)
    }
}

/// The same as LiveTree's, without a thread of the pool.
func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    for _ in 0..<4000 {
        if try isSo() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverSo(what: what)
}

struct NeverSo: Error { let what: String }

/// The threads of readers in this process, by what the kernel says of each.
func readerThreadStatuses() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap {
        try? Contents.text("/proc/self/task/\($0)/status")
    }.filter { $0.hasPrefix("Name:\ts6-events\n") }
}

/// Waits until none is there any more: who joins a thread goes on a moment before the kernel shows it no more.
func noReaderThread() async throws { try await eventually("no reader has a thread") { try readerThreads() == 0 } }

/// How many those are.
func readerThreads() throws -> Int { try readerThreadStatuses().count }

/// The subscriptions of this process.
func openSubscriptions() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        return target?.contains("/event/") == true
    }.count
}

extension ServiceEvents.Iterator {
    /// Expects these to come next.
    ///
    /// That the supervisor has started is told a moment after it can be seen, and so may come first.
    mutating func expect(_ events: ServiceEvent...) async throws {
        var told: [ServiceEvent] = []
        while told.count < events.count, let event = try await next() {
            if !told.isEmpty || event != .supervisorStarted { told.append(event) }
        }
        #expect(told == events)
    }
}
