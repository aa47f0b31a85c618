import Foundation
import LiveServices
import LiveTree
import S6Native
import S6NativeAsync
import Testing

extension OnATree {
    struct ServiceEventsTests {
        @Test func `every event from the sequence on is told, in order`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", Longrun.ready.down().finishing("exit 0"))
                let reader = EventReader()
                var events = try reader.events(of: service).makeAsyncIterator()
                try service.send(.wantUp)
                try await events.expect(.started, .ready)
                try service.send(.wantDown)
                try await events.expect(.died, .finished)
                try service.send(.exit)
                try await events.expect(.supervisorExiting, .supervisorStarted)
            }
        }

        @Test func `what nobody takes is kept`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", Longrun.steadyDown)
                let reader = EventReader()
                let events = try reader.events(of: service)
                for _ in 0..<50 {
                    try service.start(until: .up, before: soon())
                    try service.stop(before: soon())
                }
                var told: [ServiceEvent] = []
                for try await event in events where event != .supervisorStarted {
                    told.append(event)
                    if told.count == 150 { break }
                }
                #expect(told == (0..<50).flatMap { _ in [ServiceEvent.started, .died, .finished] })
            }
        }

        @Test func `a subscription that was read from goes on where it was`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", Longrun.steadyDown)
                var subscription = try service.subscribe()
                try service.start(until: .up, before: soon())
                try service.stop(before: soon())
                var first = try subscription.next(before: soon())
                if first == .supervisorStarted { first = try subscription.next(before: soon()) }
                #expect(first == .started)
                var events = try EventReader().events(from: subscription).makeAsyncIterator()
                try await events.expect(.died, .finished)
            }
        }

        @Test func `cancelling the task ends the sequence, and the subscription`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                let reader = EventReader()
                let events = try reader.events(of: service)
                #expect(service.subscribers.count == 1)
                let task = Task { for try await _ in events {} }
                task.cancel()
                try await task.value
                #expect(service.subscribers.isEmpty)
                for try await _ in events { Issue.record("it has ended") }
            }
        }

        @Test func `dropping it unread unsubscribes at once`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                let reader = EventReader()
                func subscribeAndLook() throws {
                    let events = try reader.events(of: service)
                    #expect(service.subscribers.count == 1)
                    withExtendedLifetime(events) {}
                }
                for _ in 0..<200 { try subscribeAndLook() }
                #expect(service.subscribers.isEmpty)
                #expect(try openSubscriptions() == 0)
                var iterator = try reader.events(of: service).makeAsyncIterator()
                try service.send(.terminate)
                #expect(try await iterator.next() != nil, "the iterator alone keeps it")
            }
        }

        @Test func `the sequence keeps its reader, and nothing else does`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                func takeOne() async throws {
                    let events = try EventReader().events(of: service)
                    try await eventually("it has a thread") { try readerThreads() == 1 }
                    try service.send(.terminate)
                    for try await event in events where event == .died { break }
                }
                try await takeOne()
                try await noReaderThread()
                #expect(service.subscribers.isEmpty)
            }
        }

        @Test func `many sequences in a task group, by one thread`() async throws {
            try await LiveTree.with { tree in
                let reader = EventReader()
                let services = try (0..<12).map { try tree.service("web\($0)", .steadyDown) }
                // The thread is there from the first on, so that it is counted here and not in a race with its start.
                let sequences = try services.flatMap { service in
                    try (0..<6).map { _ in try reader.events(of: service) }
                }
                try await withThrowingTaskGroup(of: [ServiceEvent].self) { group in
                    for sequence in sequences {
                        group.addTask {
                            var told: [ServiceEvent] = []
                            for try await event in sequence where event != .supervisorStarted {
                                told.append(event)
                                if event == .finished { break }
                            }
                            return told
                        }
                    }
                    for service in services {
                        try await reader.start(service, until: .up, before: soon())
                        try await reader.stop(service, before: soon())
                    }
                    #expect(try readerThreads() == 1)
                    for try await told in group { #expect(told == [.started, .died, .finished]) }
                }
            }
        }

        @Test func `a supervisor that is killed has a successor, who is heard`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steadyDown)
                var events = try EventReader().events(of: service).makeAsyncIterator()
                // That the first one has started is told a moment after it can be seen.
                try service.start(until: .up, before: soon())
                while try await events.next() != .started {}
                try service.stop(before: soon())
                try await events.expect(.died, .finished)
                try tree.killSupervisor(service)
                #expect(try await events.next() == .supervisorStarted)
            }
        }

        @Test func `closing the reader ends all that it has, and its thread`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                let reader = EventReader()
                let tasks = try (0..<8).map { _ in
                    let events = try reader.events(of: service)
                    return Task { for try await _ in events {} }
                }
                let waiting = Task { try await reader.wait(for: .down, on: service, before: .never) }
                try await eventually("all have subscribed") { service.subscribers.count == 9 }
                reader.close()
                try await noReaderThread()
                for task in tasks { try await task.value }
                await #expect(throws: S6Error.cancelled) { try await waiting.value }
                #expect(service.subscribers.isEmpty)
                #expect(try openSubscriptions() == 0)
                reader.close()
                for try await _ in try reader.events(of: service) { Issue.record("it is closed") }
                await #expect(throws: S6Error.cancelled) {
                    try await reader.wait(for: .down, on: service, before: .never)
                }
                #expect(service.subscribers.isEmpty)
            }
        }

        @Test func `who floods one sequence keeps no other from its events`() async throws {
            try await LiveTree.with { tree in
                let reader = EventReader()
                let noisy = try tree.service("noisy", .steady), quiet = try tree.service("quiet", .steadyDown)
                let flooded = try reader.events(of: noisy)
                let name = try #require(noisy.subscribers.first)
                let flood = try Child(["sh", "-c", "exec yes yyyyyyyyyyyyyyy > '\(noisy.text)/event/\(name)'"])
                defer {
                    flood.signal(SIGKILL)
                    flood.wait()
                }
                var events = try reader.events(of: quiet).makeAsyncIterator()
                for _ in 0..<5 {
                    try await reader.start(quiet, until: .up, before: soon())
                    try await reader.stop(quiet, before: soon())
                    try await events.expect(.started, .died, .finished)
                }
                withExtendedLifetime(flooded) {}
            }
        }

        @Test func `tasks cancelled at any moment leave nothing`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                let reader = EventReader()
                let restarting = Task {
                    while !Task.isCancelled { try await reader.restart(service, until: .up, before: soon()) }
                }
                for number in 0..<Soak.count(20_000) {
                    let events = try reader.events(of: service)
                    let task = Task {
                        for try await _ in events {}
                        #expect(Task.isCancelled)
                    }
                    let waiting = Task { try? await reader.wait(for: .restarted, on: service, before: soon()) }
                    for _ in 0..<number % 7 { await Task.yield() }
                    task.cancel()
                    waiting.cancel()
                    try await task.value
                    await waiting.value
                }
                restarting.cancel()
                _ = await restarting.result
                #expect(service.subscribers.isEmpty)
                #expect(try openSubscriptions() == 0)
            }
        }

        @Test func `a reader leaves no descriptor open`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                func useOne() async throws {
                    let reader = EventReader()
                    let events = try reader.events(of: service)
                    try await reader.restart(service, until: .up, before: soon())
                    for try await event in events where event == .died { break }
                    await #expect(throws: S6Error.self) { try await reader.wait(for: .down, on: service, before: .now) }
                }
                // What the runtime opens once is open then.
                for _ in 0..<3 { try await useOne() }
                let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
                for _ in 0..<50 { try await useOne() }
                let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
                // Other suites open some meanwhile; a leak would grow with the repetitions.
                #expect(abs(after - before) < 40)
                try await noReaderThread()
            }
        }

        @Test func `no signal of the host's is taken by the thread`() async throws {
            try await LiveTree.with { tree in
                let events = try EventReader().events(of: tree.service("web", .steady))
                try await eventually("it has a thread") { try readerThreads() == 1 }
                let status = try #require(try readerThreadStatuses().first)
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") })
                let blocked = try #require(UInt64(line.split(separator: "\t")[1], radix: 16))
                for signal in [SIGHUP, SIGINT, SIGTERM, SIGCHLD, SIGALRM, SIGUSR1, SIGPIPE] {
                    #expect(blocked >> UInt64(signal - 1) & 1 == 1)
                }
                // The C library's own for setuid: held back, it would hang whoever changes the user.
                #expect(blocked >> 32 & 1 == 0)
                withExtendedLifetime(events) {}
            }
        }

        @MainActor @Test func `an actor goes through one on its own`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steadyDown)
                let events = try EventReader().events(of: service)
                try service.send(.wantUp)
                for try await event in events where event == .started {
                    MainActor.preconditionIsolated()
                    break
                }
            }
        }

        @Test func `a service that is not there is an error at once`() throws {
            try LiveTree.with { tree in
                let gone = ServiceDirectory(try S6Path(tree.path + "/gone"))
                #expect(throws: S6Error.noSuchService(gone.path)) { _ = try EventReader().events(of: gone) }
                #expect(try readerThreads() == 0, "nothing is started for nothing")
            }
        }
    }
}
