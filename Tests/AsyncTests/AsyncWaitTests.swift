import Foundation
import LiveServices
import LiveTree
import S6Native
import S6NativeAsync
import Testing

extension OnATree {
    struct AsyncWaitTests {
        @Test(arguments: [WaitGoal.up, .ready, .down, .finished])
        func `a state that comes ends the wait`(goal: WaitGoal) async throws {
            try await LiveTree.with { tree in
                let isUp = goal == .up || goal == .ready
                let service = try tree.service("web", isUp ? Longrun.ready.down() : Longrun.ready)
                let reader = EventReader()
                if !isUp { try await reader.wait(for: .ready, on: service, before: soon()) }
                let waiting = Task { try await reader.wait(for: goal, on: service, before: soon()) }
                try await eventually("it is subscribed") { !service.subscribers.isEmpty }
                try service.send(isUp ? .wantUp : .wantDown)
                try await waiting.value
                #expect(try service.status().isUp == isUp)
                #expect(service.subscribers.isEmpty)
                #expect(try openSubscriptions() == 0)
            }
        }

        @Test func `a deadline that passes names what was true instead`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                do throws(S6Error) {
                    try await EventReader().wait(for: .down, on: service, before: shortly())
                    Issue.record("it is up")
                } catch {
                    guard case .timedOut(let unmet) = error else { throw error }
                    #expect(unmet.count == 1 && unmet[0].goal == .down && unmet[0].last?.isUp == true)
                }
                #expect(service.subscribers.isEmpty)
            }
        }

        @Test func `all waits for all, any for one`() async throws {
            try await LiveTree.with { tree in
                let up = try tree.service("up", .steady), down = try tree.service("down", .steadyDown)
                let reader = EventReader()
                try await reader.wait(for: .up, on: [up, down], .any, before: .now)
                await #expect(throws: S6Error.self) {
                    try await reader.wait(for: .up, on: [up, down], .all, before: shortly())
                }
                let waiting = Task { try await reader.wait(for: .up, on: [up, down], .all, before: .never) }
                try await eventually("it is subscribed") { !down.subscribers.isEmpty }
                try down.send(.wantUp)
                try await waiting.value
                try await reader.wait(for: .up, on: [], .all, before: .never)
            }
        }

        @Test func `a supervisor that is killed ends the wait`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steadyDown)
                let reader = EventReader()
                let waiting = Task { try await reader.wait(for: .up, on: service, before: .never) }
                try await eventually("it is subscribed") { !service.subscribers.isEmpty }
                try tree.killSupervisor(service)
                // It may have subscribed, and not looked for the supervisor yet.
                guard case .failure(let error) = await waiting.result else {
                    Issue.record("it is down")
                    return
                }
                let reasons: [S6Error] = [.supervisorEnded(service.path), .notSupervised(service.path)]
                #expect((error as? S6Error).map(reasons.contains) == true)
            }
        }

        @Test func `cancelling a task ends its wait, and no other`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                let reader = EventReader()
                let waits = (0..<100).map { _ in
                    Task { try await reader.wait(for: .down, on: service, before: soon()) }
                }
                try await eventually("all are subscribed") {
                    service.subscribers.filter { $0.hasPrefix("ftrig1:@") }.count == 100
                }
                try await eventually("it has a thread") { try readerThreads() == 1 }
                for wait in waits.prefix(50) { wait.cancel() }
                for wait in waits.prefix(50) { await #expect(throws: S6Error.cancelled) { try await wait.value } }
                try service.send(.wantDown)
                for wait in waits.dropFirst(50) { try await wait.value }
                #expect(service.subscribers.isEmpty)
                let late = Task { try await reader.wait(for: .up, on: service, before: soon()) }
                late.cancel()
                await #expect(throws: S6Error.cancelled) { try await late.value }
            }
        }

        @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
        func `where events are closed to us the status file is watched instead`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .steady)
                #expect(chmod(service.text + "/event", 0o500) == 0)
                defer { chmod(service.text + "/event", 0o3730) }
                let reader = EventReader()
                for _ in 0..<20 {
                    try await reader.stop(service, before: soon())
                    let waiting = Task { try await reader.wait(for: .finished, on: service, before: soon()) }
                    try await waiting.value
                    try await reader.start(service, until: .up, before: soon())
                }
                await #expect(throws: S6Error.unlimitedWait(service.path)) {
                    try await reader.wait(for: .down, on: service, before: .never)
                }
            }
        }
    }

    struct AsyncLifecycleTests {
        @Test func `the verbs have what they return`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .ready)
                let reader = EventReader()
                let first = try await reader.start(service, before: soon())
                #expect(first.isReady)
                let second = try await reader.restart(service, before: soon())
                #expect(second.isReady && second.pid != first.pid)
                #expect(try await reader.stop(service, before: .never).isFinished)
                #expect(service.subscribers.isEmpty)
                #expect(try openSubscriptions() == 0)
            }
        }

        @Test func `what does not end is killed when it is time`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .stubborn)
                let escalation = Escalation(after: .milliseconds(100), .group)
                #expect(try await EventReader().stop(service, before: .never, escalation: escalation).isFinished)
            }
        }

        @Test func `a deadline and a cancellation leave what was asked standing`() async throws {
            try await LiveTree.with { tree in
                let service = try tree.service("web", .stubborn)
                let reader = EventReader()
                await #expect(throws: S6Error.self) { try await reader.stop(service, before: shortly()) }
                let stopping = Task { try await reader.stop(service, before: .never) }
                try await eventually("it is subscribed") { !service.subscribers.isEmpty }
                stopping.cancel()
                await #expect(throws: S6Error.cancelled) { try await stopping.value }
                #expect(try service.status().wantsUp == false)
                #expect(service.subscribers.isEmpty)
                try service.send(.kill)
            }
        }

        @Test func `many restarts at once`() async throws {
            try await LiveTree.with { tree in
                let reader = EventReader()
                let services = try (0..<12).map { try tree.service("web\($0)", .steady) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for service in services {
                        group.addTask {
                            for _ in 0..<10 { try await reader.restart(service, until: .up, before: soon()) }
                        }
                    }
                    try await group.waitForAll()
                }
                for service in services { #expect(try service.status().isUp && service.subscribers.isEmpty) }
            }
        }
    }
}
