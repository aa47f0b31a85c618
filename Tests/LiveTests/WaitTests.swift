import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct WaitTests {
    @Test(arguments: [WaitGoal.up, .ready, .down, .finished])
    func `a state that is there is not waited for`(goal: WaitGoal) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", goal.isUp ? .ready : .steadyDown)
            if goal.isUp { try service.wait(for: .ready, before: soon()) }
            try service.wait(for: goal, before: .now)
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test(arguments: [WaitGoal.up, .ready, .down, .finished])
    func `a state that comes ends the wait`(goal: WaitGoal) throws {
        try LiveTree.with { tree in
            let longrun = goal.isUp ? Longrun.ready.down() : Longrun.ready
            let service = try tree.service("web", longrun.finishing("sleep 0.05"))
            if !goal.isUp { try service.wait(for: .ready, before: soon()) }
            let waiting = Background { try service.wait(for: goal, before: soon()) }
            try eventually("it is subscribed") { service.subscribers.contains { $0.hasPrefix("ftrig1:@") } }
            try service.send(goal.isUp ? .wantUp : .wantDown)
            #expect(waiting.wait() == nil)
            let status = try service.status()
            switch goal {
            case .up: #expect(status.isUp)
            case .ready: #expect(status.isReady)
            case .down: #expect(!status.isUp)
            default: #expect(status.isFinished)
            }
        }
    }

    @Test(arguments: [WaitGoal.restarted, .restartedAndReady])
    func `a restart ends the wait for one`(goal: WaitGoal) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .ready)
            try service.wait(for: .ready, before: soon())
            let waiting = Background { try service.wait(for: goal, before: soon()) }
            try eventually("it is subscribed") { !service.subscribers.isEmpty }
            try service.send(.terminate)
            #expect(waiting.wait() == nil)
        }
    }

    @Test func `a deadline that passes names what was true instead`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            do throws(S6Error) {
                try service.wait(for: .down, before: shortly())
                Issue.record("it is up")
            } catch {
                guard case .timedOut(let unmet) = error else { throw error }
                #expect(unmet.count == 1 && unmet[0].service == service.path && unmet[0].goal == .down)
                #expect(unmet[0].last?.isUp == true)
            }
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `all waits for all, any for one`() throws {
        try LiveTree.with { tree in
            let up = try tree.service("up", .steady), down = try tree.service("down", .steadyDown)
            try ServiceDirectory.wait(for: .up, on: [up, down], .any, before: .now)
            #expect(throws: S6Error.self) {
                try ServiceDirectory.wait(for: .up, on: [up, down], .all, before: shortly())
            }
            let waiting = Background { try ServiceDirectory.wait(for: .up, on: [up, down], .all, before: soon()) }
            try eventually("it is subscribed") { !down.subscribers.isEmpty }
            try down.send(.wantUp)
            #expect(waiting.wait() == nil)
            try ServiceDirectory.wait(for: .up, on: [], .all, before: .never)
        }
    }

    @Test func `any is had from one though another cannot be waited for`() throws {
        try LiveTree.with { tree in
            let up = try tree.service("up", .steady), gone = ServiceDirectory(try S6Path(tree.path + "/gone"))
            try ServiceDirectory.wait(for: .up, on: [gone, up], .any, before: soon())
            #expect(throws: S6Error.noSuchService(gone.path)) {
                try ServiceDirectory.wait(for: .up, on: [gone, gone], .any, before: soon())
            }
        }
    }

    @Test(arguments: ["y", "U"])
    func `a flood of bytes does not keep a wait from its deadline`(byte: String) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let waiting = Background { try service.wait(for: .down, before: .after(.seconds(2))) }
            try eventually("it is subscribed") { service.subscribers.contains { $0.hasPrefix("ftrig1:") } }
            let name = try #require(service.subscribers.first { $0.hasPrefix("ftrig1:") })
            let flood = try Child(["sh", "-c", "exec yes \(byte)\(byte)\(byte) > '\(service.text)/event/\(name)'"])
            defer {
                flood.signal(SIGKILL)
                flood.wait()
            }
            guard case .timedOut? = waiting.wait() as? S6Error else {
                Issue.record("it does not end")
                return
            }
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `permanent failure ends a wait for up at once`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun(run: "exit 1").down().finishing("exit 125"))
            let waiting = Background { try service.wait(for: .ready, before: soon()) }
            try eventually("it is subscribed") { service.subscribers.contains { $0.hasPrefix("ftrig1:@") } }
            try service.send(.wantUp)
            #expect(waiting.wait() as? S6Error == .failedPermanently(service.path))
        }
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `the end of the supervisor ends the wait, however it comes`(signal: Int32) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steadyDown)
            let waiting = Background { try service.wait(for: .up, before: .never) }
            try eventually("it is subscribed") { !service.subscribers.isEmpty }
            kill(try tree.supervisor(service), signal)
            // It may have subscribed, and not looked for the supervisor yet.
            let error = waiting.wait() as? S6Error
            #expect(error == .supervisorEnded(service.path) || error == .notSupervised(service.path))
        }
    }

    @Test func `cancelling ends the wait and leaves nothing`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let cancel = Pipe()
            let descriptor = cancel.fileHandleForReading.fileDescriptor
            let waiting = Background { try service.wait(for: .down, before: .never, cancel: descriptor) }
            try eventually("it is subscribed") { !service.subscribers.isEmpty }
            try cancel.fileHandleForWriting.close()
            #expect(waiting.wait() as? S6Error == .cancelled)
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `a wait begun on a service whose supervisor is only just starting sees it through`() throws {
        try LiveTree.with { tree in
            for number in 0..<Soak.count(1000) {
                let name = "web\(number)"
                try Longrun.steady.write(to: tree.path + "/." + name)
                try FileManager.default.moveItem(atPath: tree.path + "/." + name, toPath: tree.path + "/" + name)
                let service = ServiceDirectory(try S6Path(tree.path + "/" + name))
                try tree.scandir.rescan()
                try eventually("there is a lock") { try service.supervised().isSupervised == true }
                try service.wait(for: .up, before: soon())
                try tree.scandir.retire(SlotName(name), before: soon())  // a tree has its limit
            }
        }
    }
}

extension WaitGoal {
    fileprivate var isUp: Bool { self == .up || self == .ready }
}

/// Waiting where `event/` may not be written to, which root may always: these prove nothing as root.
@Suite(.live, .bounded, .enabled(if: geteuid() != 0, "root may write everywhere"))
struct StatusWatchTests {
    /// A service whose `event/` takes no subscribers.
    func withClosedEvents(_ longrun: Longrun, _ body: (LiveTree, ServiceDirectory) throws -> Void) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", longrun)
            #expect(chmod(service.text + "/event", 0o500) == 0)
            defer { chmod(service.text + "/event", 0o3730) }
            try body(tree, service)
        }
    }

    @Test(arguments: [WaitGoal.up, .ready, .down, .finished, .restarted, .restartedAndReady])
    func `the status file is watched instead`(goal: WaitGoal) throws {
        let isDownFirst = goal == .up || goal == .ready
        try withClosedEvents(isDownFirst ? .ready.down() : .ready) { tree, service in
            if isDownFirst {
                try service.send(.wantUp)
                try eventually("it is wanted up: else waiting for up would be a failure") {
                    try service.status().wantsUp
                }
            } else {
                try eventually("it is ready") { try service.status().isReady }
            }
            let waiting = Background { try service.wait(for: goal, before: soon()) }
            usleep(200_000)  // nothing shows that it has looked
            if !isDownFirst { try service.send(goal == .down || goal == .finished ? .wantDown : .terminate) }
            #expect(waiting.wait() == nil)
        }
    }

    @Test func `a wait for ever is refused, since the supervisor's death might not be seen`() throws {
        try withClosedEvents(.steady) { _, service in
            #expect(throws: S6Error.unlimitedWait(service.path)) { try service.wait(for: .down, before: .never) }
        }
    }

    @Test func `being wanted down is a failure for up`() throws {
        try withClosedEvents(.steadyDown) { _, service in
            #expect(throws: S6Error.wantedDown(service.path)) { try service.wait(for: .up, before: soon()) }
        }
    }

    @Test func `a deadline that passes is told of`() throws {
        try withClosedEvents(.steady) { _, service in
            #expect(throws: S6Error.self) { try service.wait(for: .down, before: shortly()) }
        }
    }

    @Test func `where neither is allowed, it says which permission is missing`() throws {
        try withClosedEvents(.steady) { _, service in
            #expect(chmod(service.text + "/supervise/status", 0) == 0)
            #expect(
                throws: S6Error.cannotWatch(service.path, events: .permissionDenied, status: .permissionDenied)
            ) { try service.wait(for: .down, before: soon()) }
        }
    }

    @Test func `the verbs work there too`() throws {
        try withClosedEvents(.ready) { _, service in
            try service.stop(before: soon())
            #expect(try service.status().isFinished)
            try service.start(before: soon())
            #expect(try service.status().isReady)
            let pid = try service.status().pid
            try service.restart(before: soon())
            let status = try service.status()
            #expect(status.isReady && status.pid != pid)
        }
    }

    @Test func `quick successions are not missed`() throws {
        try withClosedEvents(.steady) { _, service in
            for _ in 0..<Soak.count(2000) {
                try service.stop(before: soon())
                try service.start(until: .up, before: soon())
            }
        }
    }
}
