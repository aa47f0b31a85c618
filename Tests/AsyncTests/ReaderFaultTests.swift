import Foundation
import LiveServices
import LiveTree
import S6Native
import S6NativeAsync
import Testing

extension OnATree {
    struct ReaderFaultTests {
        @Test func `in a child of a fork the reader is closed, and the parent's goes on`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", Longrun.steadyDown)
                let reader = EventReader()
                var events = try reader.events(of: service).makeAsyncIterator()
                let code = try inChild {
                    // It has no thread: what is asked for ends at once, and takes nothing away from the parent.
                    let own = try reader.events(of: service)
                    guard service.subscribers.count == 1 else { return 2 }
                    withExtendedLifetime(own) {}
                    reader.close()
                    return service.subscribers.count == 1 ? 0 : 3
                }
                #expect(code == 0)
                try await eventually("it has a thread") { try readerThreads() == 1 }
                try service.send(.wantUp)
                try await events.expect(.started)
                try await reader.stop(service, before: soon())
                try await events.expect(.died, .finished)
            }
        }

        @Test func `a reader that cannot wait any more says so to all who listen`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", Longrun.steadyDown)
                let reader = EventReader()
                let events = try reader.events(of: service)
                let waiting = Task { try await reader.wait(for: .up, on: service, before: .never) }
                try await eventually("both have subscribed") { service.subscribers.count == 2 }
                try await eventually("it waits") { try epolls().count == 1 && readerThreads() == 1 }
                let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
                defer { close(null) }
                for epoll in try epolls() { #expect(dup2(null, epoll) == epoll) }
                // Wakes the thread, which then waits on what is no epoll instance.
                try service.send(.wantUp)
                let error = await #expect(throws: S6Error.self) { for try await _ in events {} }
                #expect(error?.description.contains("epoll_wait") == true, "\(String(describing: error))")
                _ = await waiting.result  // it was so, or it was told that nobody waits for it any more
                #expect(service.subscribers.isEmpty)
                try await eventually("the thread has ended") { try readerThreads() == 0 }
                let late = try reader.events(of: service)
                for try await _ in late { Issue.record("it has ended") }
            }
        }
    }
}

/// What a child of a fork of this process ends with; 99 for what is thrown.
private func inChild(_ body: () throws -> Int32) throws -> Int32 {
    // Swift hides it, since a child has none of its threads: `body` starts no task and waits for none.
    let fork = unsafeBitCast(try #require(dlsym(nil, "fork")), to: (@convention(c) () -> pid_t).self)
    let child = fork()
    if child == 0 { _exit((try? body()) ?? 99) }
    guard child > 0 else { throw POSIXError(.EAGAIN) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 { guard errno == EINTR else { throw POSIXError(.ECHILD) } }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
}

/// The epoll instances that have to do with subscriptions; Swift's own pool has another.
private func epolls() throws -> [Int32] {
    func target(_ number: some StringProtocol) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
    }
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
        guard target(number) == "anon_inode:[eventpoll]" else { return false }
        let watched = (try? Contents.text("/proc/self/fdinfo/\(number)")) ?? ""
        return watched.split(separator: "\n").contains { line in
            guard line.hasPrefix("tfd:") else { return false }
            return target(line.split(separator: " ")[1])?.contains("/event/") == true
        }
    }.compactMap { Int32($0) }
}
