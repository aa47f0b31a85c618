import Foundation
import LiveServices
import LiveTree
@testable import S6Native
import Testing

@Suite(.live, .bounded) struct SubscriptionTests {
    @Test func `every event from the subscription on is told, in order`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun.ready.down().finishing("exit 0"))
            var events = try service.subscribe()
            try service.send(.wantUp)
            try events.expect(.started, .ready)
            try service.send(.wantDown)
            try events.expect(.died, .finished)
            try service.send(.exit)
            try events.expect(.supervisorExiting)
            #expect(try events.next(before: soon()) == .supervisorStarted, "s6-svscan starts another")
        }
    }

    @Test func `permanent failure has an event`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun(run: "exit 1").down().finishing("exit 125"))
            var events = try service.subscribe()
            try service.send(.wantUp)
            try events.expect(.started, .died, .failedPermanently, .finished)
        }
    }

    @Test func `a deadline that passes is no error`() throws {
        try LiveTree.with { tree in
            var events = try tree.service("web", .steady).subscribe()
            // Its start is told a moment after it can be seen.
            while try events.next(before: .after(.milliseconds(100))) != nil {}
            #expect(try events.next(before: .after(.milliseconds(20))) == nil)
            #expect(try events.nextUnread() == nil)
        }
    }

    @Test func `a cancel descriptor ends the wait, and is not read`() throws {
        try LiveTree.with { tree in
            var events = try tree.service("web", .steady).subscribe()
            // Its start is told a moment after it can be seen.
            while try events.next(before: .after(.milliseconds(100))) != nil {}
            let cancel = Pipe()
            try cancel.fileHandleForWriting.write(contentsOf: Data("x".utf8))
            #expect(throws: S6Error.cancelled) {
                _ = try events.next(before: soon(), cancel: cancel.fileHandleForReading.fileDescriptor)
            }
            #expect(try cancel.fileHandleForReading.read(upToCount: 1) == Data("x".utf8))
        }
    }

    @Test func `one descriptor, a FIFO that anybody may write to, nothing left behind`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            func subscribeAndLook() throws {
                let events = try service.subscribe()
                #expect(service.subscribers.count == 1)
                let fifo = service.text + "/event/" + (service.subscribers.first ?? "")
                var attributes = stat()
                #expect(lstat(fifo, &attributes) == 0)
                #expect(attributes.st_mode == S_IFIFO | 0o622, "whatever the umask")
                #expect(fcntl(events.descriptor, F_GETFD) & FD_CLOEXEC != 0)
                var fifoAttributes = stat()
                #expect(fstat(events.descriptor, &fifoAttributes) == 0 && fifoAttributes.st_ino == attributes.st_ino)
            }
            try subscribeAndLook()
            #expect(service.subscribers.isEmpty)
            let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            // Other tests open descriptors meanwhile; a leak of ours would grow with the repetitions.
            for _ in 0..<200 { try subscribeAndLook() }
            let later = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            #expect(abs(after - before) < 100 && later - after < 100)
        }
    }

    @Test func `hidden leftovers of ours are swept, those of s6 and those in use are not`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let stamp = "400000006b00fe2e00000001"
            let ours = ".s6native:@\(stamp):AbCd-_", inUse = ".s6native:@\(stamp):AbCd-0"
            let theirs = ".ftrig1:@\(stamp):AbCd-_"
            for name in [ours, inUse, theirs] { #expect(mkfifo(service.text + "/event/" + name, 0o600) == 0) }
            let reader = open(service.text + "/event/" + inUse, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            _ = try service.subscribe()
            #expect(Set(service.subscribers) == [inUse, theirs])
        }
    }

    @Test func `a sweep by another cannot make a subscription fail`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let threads = (0..<4).map { _ in
                Background { for _ in 0..<Soak.count(20_000) { _ = try service.subscribe() } }
            }
            for thread in threads { #expect(thread.wait() == nil) }
            #expect(service.subscribers.isEmpty)
        }
    }

    @Test func `event that may not be written to is refused with the errno`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            #expect(chmod(service.text + "/event", 0o500) == 0)
            defer { chmod(service.text + "/event", 0o3730) }
            if geteuid() != 0 {
                #expect(throws: S6Error.self) { _ = try service.subscribe() }
                #expect(service.subscribers.isEmpty)
            }
        }
    }
}

extension Subscription {
    /// Expects these to come next.
    ///
    /// That the supervisor has started is told a moment after it can be seen, and so may come first.
    fileprivate mutating func expect(_ events: ServiceEvent...) throws {
        var told: [ServiceEvent] = []
        while told.count < events.count, let event = try next(before: soon()) {
            if !told.isEmpty || event != .supervisorStarted { told.append(event) }
        }
        #expect(told == events)
    }
}
