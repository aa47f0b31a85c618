import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct LifecycleTests {
    @Test func `stop returns when it is really down`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun.steady.finishing("sleep 0.1; touch finished"))
            let status = try service.stop(before: soon())
            #expect(status.isFinished && !status.wantsUp && status.signal == 15)
            #expect(FileManager.default.fileExists(atPath: service.text + "/finished"))
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `stop of what is stopped changes nothing`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let before = try service.stop(before: soon())
            #expect(try service.stop(before: soon()) == before)
            #expect(try service.status() == before)
        }
    }

    @Test func `stop of what was never started takes no more than the mark of that, as s6-svc does`() throws {
        try LiveTree.with { tree in
            let ours = try tree.service("ours", .steadyDown), theirs = try tree.service("theirs", .steadyDown)
            let before = try ours.status()
            let after = try ours.stop(before: soon())
            #expect(try ours.status() == after)
            #expect(after.changedAt == before.changedAt && after.readyStamp == before.readyStamp)
            #expect(after.lastEnd == before.lastEnd && after.isFinished && !after.wantsUp && !after.isNotStartedYet)
            try Command.run("s6-svc", "-d", theirs.text)
            try eventually("the mark is gone") { try !theirs.status().isNotStartedYet }
            #expect(try hermesctl(tree, "ours") == hermesctl(tree, "theirs"))
        }
    }

    /// What hermesctl says of how a service last ended.
    private func hermesctl(_ tree: LiveTree, _ name: String) throws -> String {
        try tree.hermesctl("status", "-o", "up,wantedup,exitcode,signal,signum", name).output
    }

    @Test func `stop of what is stopped comes after a u that was not read yet`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steadyDown)
            let before = try service.status()
            let supervisor = try tree.supervisor(service)
            kill(supervisor, SIGSTOP)
            try service.send(.wantUp)
            let waker = try Child(["sh", "-c", "sleep 0.2; kill -CONT \(supervisor)"])
            let status = try service.stop(before: soon())
            #expect(status.isFinished && !status.wantsUp && status.changedAt != before.changedAt, "it was started")
            waker.wait()
        }
    }

    @Test func `stop of a crash loop ends it, whatever moment it comes at`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .crashing)
            for _ in 0..<Soak.count(500) {
                try service.send(.wantUp)
                usleep(.random(in: 0..<3000))
                let status = try service.stop(before: soon())
                #expect(status.isFinished && !status.wantsUp)
            }
            usleep(1_200_000)
            let status = try service.status()
            #expect(status.isFinished && !status.wantsUp, "it is not restarted after the second")
        }
    }

    @Test func `stop of what does not end times out, and the request stands`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            #expect(throws: S6Error.self) { try service.stop(before: shortly()) }
            let status = try service.status()
            #expect(status.isUp && !status.wantsUp)
        }
    }

    @Test func `stop can kill the process`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            let status = try service.stop(before: soon(), escalation: Escalation(after: .milliseconds(100)))
            #expect(status.isFinished && status.signal == 9)
        }
    }

    @Test func `stop can kill the group, with any release of s6`() throws {
        try LiveTree.with { tree in
            let script = "trap '' TERM; sleep 1000 & echo $! > child; while :; do sleep 1000 & wait; done"
            let service = try tree.service("web", Longrun(run: script))
            try eventually("it has a child") {
                (try? Contents.text(service.text + "/child"))?.isEmpty == false
            }
            let text = try Contents.text(service.text + "/child")
            let child = Int32(text.trimmingCharacters(in: .newlines)) ?? 0
            #expect(runs(child))
            try service.stop(before: soon(), escalation: Escalation(after: .milliseconds(100), .group))
            try eventually("the child has ended too") { !runs(child) }
        }
    }

    @Test func `start returns when it is up, or ready where that is declared`() throws {
        try LiveTree.with { tree in
            let plain = try tree.service("plain", .steadyDown), ready = try tree.service("ready", .ready.down())
            let never = Longrun.steadyDown.with("notification-fd", "3\n"), late = try tree.service("late", never)
            #expect(try plain.start(before: soon()).isUp)
            #expect(try ready.start(before: soon()).isReady)
            let status = try late.start(until: .up, before: soon())
            #expect(status.isUp && !status.isReady)
            #expect(try plain.start(before: .now).isUp, "it is there already")
        }
    }

    @Test func `start of a service without readiness that is to be ready times out`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steadyDown)
            #expect(throws: S6Error.self) { try service.start(until: .ready, before: shortly()) }
            try service.wait(for: .up, before: soon())  // it is up all the same
        }
    }

    @Test func `start waits for a finish that would undo it`() throws {
        try LiveTree.with { tree in
            let once = "[ -e again ] || { touch again; exit 1; }; exec sleep 1000"
            let finish = "until [ -e go ]; do sleep 0.01; done; exit 125"
            let service = try tree.service("web", Longrun(run: once).down().finishing(finish))
            try service.send(.wantUp)
            try eventually("its finish runs") { try service.status().isFinishing }
            let starting = Background { _ = try service.start(before: soon()) }
            try eventually("it is subscribed") { !service.subscribers.isEmpty }
            try Data().write(to: URL(filePath: service.text + "/go"))
            #expect(starting.wait() == nil)
            #expect(try service.status().isUp)
        }
    }

    @Test func `a service that fails for good is told of`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun(run: "exit 1").down().finishing("exit 125"))
            #expect(throws: S6Error.failedPermanently(service.path)) {
                try service.start(until: .ready, before: soon())
            }
        }
    }

    @Test func `a run that cannot be executed times out, and says where to look`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steadyDown)
            #expect(chmod(service.text + "/run", 0o644) == 0)
            do throws(S6Error) {
                try service.start(before: shortly())
                Issue.record("it cannot be up")
            } catch {
                #expect(error.remedy?.contains("./run") == true)
            }
        }
    }

    @Test func `restart gives another process without the supervisor's second`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            var took: [Duration] = []
            for _ in 0..<10 {
                let before = try service.status()
                let start = ContinuousClock.now
                let after = try service.restart(before: soon())
                #expect(after.isUp && after.wantsUp && after.pid != before.pid)
                took.append(ContinuousClock.now - start)
            }
            // A busy machine may take its time for some of them, but the supervisor would for each.
            #expect(took.contains { $0 < .milliseconds(900) }, "\(took)")
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `restart converges to up from any state`() throws {
        try LiveTree.with { tree in
            let down = try tree.service("down", .steadyDown)
            #expect(try down.restart(before: soon()).isUp)
            let paused = try tree.service("paused", .steady)
            try paused.send(.pause)
            try eventually("it is paused") { try paused.status().isPaused }
            #expect(try paused.restart(before: soon()).isUp)
            let once = try tree.service("once", .steadyDown)
            try once.send(.once)
            try once.wait(for: .up, before: soon())
            let status = try once.restart(before: soon())
            #expect(status.isUp && status.wantsUp)
            let finishing = try tree.service("finishing", Longrun.steady.finishing("sleep 0.2"))
            try finishing.send(.terminate)
            try finishing.wait(for: .down, before: soon())
            #expect(try finishing.restart(before: soon()).isUp)
            let failed = try tree.service("failed", Longrun.steady.finishing("exit 125"))
            try failed.send(.terminate)
            try failed.wait(for: .finished, before: soon())
            #expect(try failed.restart(before: soon()).isUp)
        }
    }

    @Test func `restart that times out leaves it wanted up`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            #expect(throws: S6Error.self) { try service.restart(before: shortly()) }
            let status = try service.status()
            #expect(status.isUp && status.wantsUp)
            let restarted = try service.restart(
                before: soon(),
                escalation: Escalation(after: .milliseconds(50), .group)
            )
            #expect(restarted.isUp && restarted.pid != status.pid)
        }
    }

    @Test func `restart of a service that was ready does not take the old readiness for the new`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .ready)
            try service.wait(for: .ready, before: soon())
            usleep(1_100_000)  // ready for a second: its supervisor restarts it at once
            for _ in 0..<5 {
                let before = try service.status()
                let after = try service.restart(before: soon())
                #expect(after.isReady && after.pid != before.pid && after.readyStamp > before.changedAt)
            }
        }
    }

    @Test func `many are asked first and awaited together, and one that fails keeps none`() throws {
        try LiveTree.with { tree in
            var services: [ServiceDirectory] = []
            for number in 0..<8 {
                services.append(try tree.service("web\(number)", Longrun.steady.finishing("sleep 1")))
            }
            let missing = ServiceDirectory("/nonexistent")
            let start = ContinuousClock.now
            let results = ServiceDirectory.stop(services + [missing], before: soon())
            #expect(ContinuousClock.now - start < .seconds(7), "not one after the other")
            for result in results.dropLast() {
                let status = try result.get()
                #expect(status.isFinished)
            }
            #expect(results.last == .failure(.noSuchService(missing.path)))
            for result in ServiceDirectory.start(services, before: soon()) { _ = try result.get() }
            for result in ServiceDirectory.restart(services, before: soon()) { _ = try result.get() }
            for service in services {
                #expect(try service.status().isUp)
                #expect(service.subscribers.isEmpty)
            }
        }
    }

    @Test func `a hundred thousand stops and starts lose no wake-up and leave nothing`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steadyDown)
            for _ in 0..<Soak.count(50_000) {
                let up = try service.start(before: soon())
                let down = try service.stop(before: soon())
                #expect(up.isUp && down.isFinished && !down.wantsUp)
            }
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `many callers at once end in what one of them wanted`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let threads = (0..<6).map { number in
                Background {
                    for _ in 0..<Soak.count(2000) {
                        // What one wants another may undo: then it times out, and says so.
                        do throws(S6Error) {
                            switch number % 3 {
                            case 0: try service.start(before: .after(.milliseconds(300)))
                            case 1: try service.stop(before: .after(.milliseconds(300)))
                            default: try service.restart(before: .after(.milliseconds(300)))
                            }
                        } catch .timedOut {} catch .wantedDown {} catch .wantedUp {}
                    }
                }
            }
            for thread in threads { #expect(thread.wait(150) == nil) }
            #expect(service.subscribers.isEmpty)
            #expect(try service.restart(before: soon()).isUp)
            #expect(try service.stop(before: soon()).isFinished)
        }
    }
}
