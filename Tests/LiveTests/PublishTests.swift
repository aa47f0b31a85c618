import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct PublishTests {
    static let run = Array("#!/bin/sh\nexec sleep 1000\n".utf8)

    func publish(
        _ name: String,
        in scandir: ScanDirectory,
        before deadline: Deadline = soon(),
        logger: Bool = false
    ) throws(S6Error) -> ServiceDirectory {
        try scandir.publish(SlotName(name), before: deadline) { (slot) throws(S6Error) in
            try slot.addFile("run", Self.run, mode: 0o755)
            guard logger else { return }
            try slot.addDirectory("log")
            try slot.addFile("log/run", "#!/bin/sh\nexec cat >> lines\n".utf8, mode: 0o755)
        }
    }

    func entries(_ tree: LiveTree) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: tree.path).filter { $0 != ".s6-svscan" }.sorted()
    }

    @Test func `publish returns when the supervisors run`() throws {
        try LiveTree.with { tree in
            for number in 0..<5 {
                let service = try publish("web\(number)", in: tree.scandir, logger: number % 2 == 0)
                #expect(try service.supervised().isSupervised == true)
                if number % 2 == 0 { #expect(try service.logger.supervised().isSupervised == true) }
                _ = try service.status()
                try service.wait(for: .up, before: soon())
                #expect(service.subscribers.isEmpty)
            }
            #expect(try entries(tree) == ["web0", "web1", "web2", "web3", "web4"])
        }
    }

    @Test func `event is made as s6-supervise makes it`() throws {
        try LiveTree.with { tree in
            let ours = try publish("ours", in: tree.scandir), theirs = try tree.service("theirs", .steady)
            var one = stat(), other = stat()
            #expect(stat(ours.text + "/event", &one) == 0 && stat(theirs.text + "/event", &other) == 0)
            #expect(one.st_mode == other.st_mode && one.st_uid == other.st_uid && one.st_gid == other.st_gid)
            #expect(one.st_mode & 0o7777 == 0o3730)
        }
    }

    @Test func `modes are exact, and nothing leads out of the slot`() throws {
        try LiveTree.with { tree in
            let service = try tree.scandir.publish(SlotName("web"), before: soon()) { (slot) throws(S6Error) in
                try slot.addFile("run", Self.run, mode: 0o751)
                try slot.addDirectory("data", mode: 0o777)
                try slot.addFile("data/file", "x".utf8, mode: 0o606)
                try slot.addLink("data/link", to: "../run")
                for path in ["../out", "/tmp/out", "data/../../out"] as [S6Path] {
                    do throws(S6Error) {
                        try slot.addFile(path, "x".utf8)
                        Issue.record("\(path) leads out")
                    } catch .invalidPath {}
                }
            }
            var attributes = stat()
            #expect(stat(service.text + "/run", &attributes) == 0 && attributes.st_mode & 0o7777 == 0o751)
            #expect(stat(service.text + "/data", &attributes) == 0 && attributes.st_mode & 0o7777 == 0o777)
            #expect(stat(service.text + "/data/file", &attributes) == 0 && attributes.st_mode & 0o7777 == 0o606)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: service.text + "/data/link") == "../run")
        }
    }

    @Test func `a servicedir is copied without what a supervisor made there`() throws {
        try LiveTree.with { tree in
            let source = try tree.service("source", Longrun.steady.logging("exec cat"))
            try FileManager.default.createDirectory(
                atPath: source.text + "/data/event",
                withIntermediateDirectories: true
            )
            try tree.scandir.publish(SlotName("copy"), before: soon()) { (slot) throws(S6Error) in
                try slot.copy(from: source.path)
            }
            let copy = try tree.scandir.service(SlotName("copy"))
            try copy.wait(for: .up, before: soon())
            try copy.logger.wait(for: .up, before: soon())
            #expect(FileManager.default.fileExists(atPath: copy.text + "/data/event"))
            #expect(try tree.supervisor(copy) != tree.supervisor(source))
        }
    }

    @Test func `what exists is not replaced, and nothing is left of the attempt`() throws {
        try LiveTree.with { tree in
            let service = try publish("web", in: tree.scandir)
            let pid = try service.start(before: soon()).pid
            #expect(throws: S6Error.slotExists(service.path)) { try publish("web", in: tree.scandir) }
            #expect(try service.status().pid == pid)
            #expect(try entries(tree) == ["web"])
        }
    }

    @Test func `what cannot run is refused before anyone sees it`() throws {
        try LiveTree.with { tree in
            let path = try tree.scandir.path.appending("web".utf8)
            let name = try SlotName("web")
            #expect(throws: S6Error.notRunnable(path)) {
                try tree.scandir.publish(name, before: soon()) { (slot) throws(S6Error) in
                    try slot.addFile("run", Self.run, mode: 0o644)
                }
            }
            #expect(throws: S6Error.notRunnable(path.appending("log".utf8))) {
                try tree.scandir.publish(name, before: soon()) { (slot) throws(S6Error) in
                    try slot.addFile("run", Self.run, mode: 0o755)
                    try slot.addDirectory("log")
                }
            }
            #expect(throws: S6Error.wantedDown("/x")) {
                try tree.scandir.publish(name, before: soon()) { (_) throws(S6Error) in throw .wantedDown("/x") }
            }
            #expect(try entries(tree).isEmpty)
        }
    }

    @Test func `without a scanner nothing is begun`() throws {
        try LiveTree.with { tree in
            tree.killScanner()
            let scandir = try tree.scandir
            #expect(throws: S6Error.noScanner(scandir.path)) { try publish("web", in: scandir) }
            #expect(try entries(tree).isEmpty)
        }
    }

    @Test func `a scanner that does not take it up leaves nothing of it in the end`() throws {
        try LiveTree.with(maximum: 4) { tree in
            for number in 0..<4 { try tree.add("filler\(number)", .steady) }
            let scandir = try tree.scandir
            kill(tree.scanner, SIGSTOP)
            let path = scandir.path.appending("web".utf8)
            #expect(throws: S6Error.notTakenUp(path)) { try publish("web", in: scandir, before: shortly()) }
            kill(tree.scanner, SIGCONT)
            #expect(try !entries(tree).contains("web"))
            try scandir.retire(SlotName("web"), before: soon())
            #expect(try entries(tree) == ["filler0", "filler1", "filler2", "filler3"])
        }
    }

    @Test func `the death of the scanner is seen at once`() throws {
        try LiveTree.with { tree in
            let scandir = try tree.scandir
            kill(tree.scanner, SIGSTOP)
            let waiting = Background { _ = try self.publish("web", in: scandir, before: .never) }
            try eventually("it is renamed in") { try self.entries(tree).contains("web") }
            tree.killScanner()
            #expect(waiting.wait() as? S6Error == .noScanner(scandir.path))
        }
    }

    @Test func `what a killed publication left is used by the next, one under way is not touched`() throws {
        try LiveTree.with { tree in
            let staging = tree.path + "/.web.tmp"
            try FileManager.default.createDirectory(atPath: staging + "/rest/of/it", withIntermediateDirectories: true)
            let lock = open(staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            #expect(flock(lock, LOCK_EX) == 0)
            let path = try tree.scandir.path.appending("web".utf8)
            #expect(throws: S6Error.slotBusy(path)) { try publish("web", in: tree.scandir) }
            #expect(FileManager.default.fileExists(atPath: staging + "/rest/of/it"))
            // A child that another test is just starting has it too.
            flock(lock, LOCK_UN)
            close(lock)
            let service = try publish("web", in: tree.scandir)
            #expect(!FileManager.default.fileExists(atPath: service.text + "/rest"))
            #expect(try entries(tree) == ["web"])
        }
    }

    @Test func `a scanner whose FIFO is full is told of, and nothing is left`() throws {
        try LiveTree.with { tree in
            kill(tree.scanner, SIGSTOP)
            defer { kill(tree.scanner, SIGCONT) }
            let control = tree.path + "/.s6-svscan/control"
            let fifo = open(control, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(fifo) }
            let reaps = Array(repeating: UInt8(ascii: "z"), count: 4096)
            while write(fifo, reaps, reaps.count) > 0 {}
            let scandir = try tree.scandir, path = try S6Path(control)
            #expect(throws: S6Error.fifoFull(path)) { try publish("web", in: scandir) }
            #expect(try scandir.list().isEmpty)
        }
    }

    @Test func `a publication that fails takes nobody else's slot away`() throws {
        try LiveTree.with { tree in
            kill(tree.scanner, SIGSTOP)
            defer { kill(tree.scanner, SIGCONT) }
            let scandir = try tree.scandir, slot = tree.path + "/web"
            let publishing = Background { _ = try self.publish("web", in: scandir, before: .after(.seconds(2))) }
            try eventually("it is there") { FileManager.default.fileExists(atPath: slot) }
            try scandir.retire(SlotName("web"), before: soon())
            try Longrun.steady.write(to: slot)
            let path = try scandir.service(SlotName("web")).path
            #expect(publishing.wait() as? S6Error == .notTakenUp(path))
            #expect(FileManager.default.fileExists(atPath: slot))
        }
    }

    @Test func `of many who publish one name, one does`() throws {
        try LiveTree.with { tree in
            let scandir = try tree.scandir
            for round in 0..<Soak.count(500) {
                let threads = (0..<4).map { _ in
                    Background {
                        do throws(S6Error) {
                            _ = try self.publish("web", in: scandir)
                        } catch .slotExists {} catch .slotBusy {}
                    }
                }
                for thread in threads { #expect(thread.wait() == nil) }
                #expect(try entries(tree) == ["web"], "round \(round)")
                try scandir.retire(SlotName("web"), before: soon())
                #expect(try entries(tree).isEmpty)
            }
        }
    }

    @Test func `a predecessor that still runs is awaited`() throws {
        try LiveTree.with { tree in
            let scandir = try tree.scandir
            try tree.add("web", .stubborn)
            let old = try tree.supervisor(scandir.service(SlotName("web")))
            usleep(100_000)
            #expect(throws: S6Error.self) { try scandir.retire(SlotName("web"), before: shortly()) }
            do throws(S6Error) {
                _ = try publish("web", in: scandir, before: shortly())
                Issue.record("two would run")
            } catch {
                guard case .survivors(_, let processes) = error else { throw error }
                #expect(processes.contains(old))
            }
            let publishing = Background { _ = try self.publish("web", in: scandir) }
            usleep(50_000)
            #expect(runs(old))
            for entry in try entries(tree) {
                let service = ServiceDirectory(try S6Path(tree.path + "/" + entry))
                try service.send(.kill)
            }
            #expect(publishing.wait() == nil)
            #expect(!runs(old))
        }
    }
}
