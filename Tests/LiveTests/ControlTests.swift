import Foundation
import LiveServices
import LiveTree
@testable import S6Native
import Testing

@Suite(.live, .bounded) struct ControlTests {
    @Test func `bytes are sent in order and in one write`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let supervisor = try tree.supervisor(service)
            try service.send([.wantDown, .exit])
            try eventually("the supervisor has exited, and another runs") {
                guard case .supervised(let pid?) = try service.supervised() else { return false }
                return pid != supervisor
            }
        }
    }

    @Test(arguments: [0, 4097]) func `no atomic write carries these`(count: Int) throws {
        let service = ServiceDirectory("/nonexistent")
        #expect(throws: S6Error.tooManyCommands(service.path, count: count)) {
            try service.send([ControlCommand](repeating: .hangUp, count: count))
        }
        #expect(throws: S6Error.tooManyCommands(service.path, count: count)) {
            try ScanDirectory(service.path).send([ScanCommand](repeating: .reap, count: count))
        }
    }

    @Test func `a supervisor that is stopped does not block us: its FIFO is full in the end`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let supervisor = try tree.supervisor(service)
            kill(supervisor, SIGSTOP)
            defer { kill(supervisor, SIGCONT) }
            let many = [ControlCommand](repeating: .windowChange, count: 4096)
            for _ in 0..<16 { try service.send(many) }
            let fifo = service.path.appending("supervise/control".utf8)
            #expect(throws: S6Error.fifoFull(fifo)) { try service.send(.wantUp) }
            #expect(try tree.hermesctl("send", "u", "web").code == 75)
        }
    }

    @Test func `a reader that has gone costs no SIGPIPE, and the thread's signals stay as they are`() throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: base) }
        #expect(mkfifo(base + "/fifo", 0o600) == 0)
        let directory = try Directory.handle(S6Path(base))
        let reader = open(base + "/fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        let fifo = try directory.fifoWriter("fifo")
        close(reader)
        // A child that another test starts just now has it until it executes its program.
        try eventually("nobody has it any more") {
            let writer = open(base + "/fifo", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            if writer >= 0 { close(writer) }
            return writer < 0
        }
        let bytes: [UInt8] = [0x75]

        func writeIsRefused() {
            do throws(S6Error) {
                _ = try fifo.writeToFIFO(bytes.span)
                Issue.record("nobody reads it")
            } catch {
                #expect(error.errno == .brokenPipe)
            }
        }

        writeIsRefused()
        #expect(!SignalSet.pending.contains(.pipe))
        #expect(try !SignalSet.pipe.block().contains(.pipe), "it was let through again")
        writeIsRefused()
        #expect(!SignalSet.pending.contains(.pipe), "ours is consumed where it was blocked before, too")
        pthread_kill(pthread_self(), SIGPIPE)
        writeIsRefused()
        #expect(SignalSet.pending.contains(.pipe), "theirs is left")
        #expect(SignalSet.pipe.consume() == SIGPIPE)
        SignalSet.pipe.unblock()
    }

    @Test func `a scandir without a scanner is told from one that has one`() throws {
        try LiveTree.with { tree in
            let scandir = try tree.scandir
            try scandir.rescan()
            try scandir.send([.scan, .reap])
            tree.killScanner()
            #expect(throws: S6Error.noScanner(scandir.path)) { try scandir.rescan() }
        }
        let empty = ScanDirectory("/tmp")
        #expect(throws: S6Error.noScanner(empty.path)) { try empty.rescan() }
    }
}
