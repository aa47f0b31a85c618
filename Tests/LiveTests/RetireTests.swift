import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct RetireTests {
    func entries(_ tree: LiveTree) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: tree.path).filter { $0 != ".s6-svscan" }.sorted()
    }

    /// What the tree has started, but for the scanner.
    func processes(_ tree: LiveTree) -> [Int32] {
        LiveTree.processes(under: tree.base).filter { $0 != tree.scanner }
    }

    static let kinds: [String: Longrun] = [
        "steady": .steady,
        "down": .steadyDown,
        "crashing": .crashing,
        "finishing": Longrun.steady.finishing("sleep 0.1"),
        "logged": Longrun(run: "exec 2>&1; echo hello; exec sleep 1000").logging("exec cat >> lines"),
    ]

    @Test(arguments: Array(kinds.keys).sorted()) func `retire leaves nothing`(kind: String) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Self.kinds[kind] ?? .steady)
            let supervisor = try tree.supervisor(service)
            try tree.scandir.retire(SlotName("web"), before: soon())
            #expect(!runs(supervisor))
            #expect(processes(tree).isEmpty)
            #expect(try entries(tree).isEmpty)
            #expect(throws: S6Error.noSuchService(service.path)) {
                try tree.scandir.retire(SlotName("web"), before: soon())
            }
        }
    }

    @Test func `a background process in the session of run is awaited, and named at the deadline`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun(run: "sleep 1000 & echo $! > child; exec sleep 1000"))
            try eventually("it has a child") {
                (try? Contents.text(service.text + "/child"))?.isEmpty == false
            }
            let text = try Contents.text(service.text + "/child")
            let child = Int32(text.trimmingCharacters(in: .newlines)) ?? 0
            for _ in 0..<2 {  // the second has it from what the first left, since the status says it no more
                do throws(S6Error) {
                    try tree.scandir.retire(SlotName("web"), before: .after(.seconds(3)))
                    Issue.record("a process is left")
                } catch {
                    guard case .survivors(let path, let processes) = error else { throw error }
                    #expect(processes == [child])
                    #expect(path.description.contains("/.web.retired-"))
                }
                #expect(try entries(tree).count == 1, "the hidden slot stays")
            }
            try tree.scandir.retire(SlotName("web"), before: soon(), killAfter: .milliseconds(100))
            #expect(!runs(child))
            #expect(try entries(tree).isEmpty)
        }
    }

    /// Of its beginning an event tells, or the status, where events may not be subscribed to.
    @Test(arguments: [false, true]) func `a background process in the session of finish is awaited`(isDeaf: Bool) throws
    {
        try LiveTree.with { tree in
            let finish = "sleep 1000 & echo $! > child; sleep 0.5"
            let service = try tree.service("web", Longrun.steady.finishing(finish))
            if isDeaf { chmod(service.text + "/event", 0o555) }
            let error = #expect(throws: S6Error.self) {
                try tree.scandir.retire(SlotName("web"), before: .after(.seconds(6)))
            }
            guard case .survivors(let path, let processes) = error else { throw NotSo(what: "it has survivors") }
            let child = try Contents.text(path.description + "/child")
            #expect(processes.map { "\($0)\n" } == [child])
            try tree.scandir.retire(SlotName("web"), before: soon(), killAfter: .milliseconds(100))
            #expect(try entries(tree).isEmpty)
        }
    }

    @Test func `a service that does not end is killed if asked, else named`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            let pid = try service.status().pid ?? 0
            do throws(S6Error) {
                try tree.scandir.retire(SlotName("web"), before: .after(.milliseconds(300)))
                Issue.record("it does not end")
            } catch {
                guard case .survivors(_, let processes) = error else { throw error }
                #expect(processes.contains(pid))
            }
            try tree.scandir.retire(SlotName("web"), before: soon(), killAfter: .milliseconds(100))
            #expect(!runs(pid) && processes(tree).isEmpty)
            #expect(try entries(tree).isEmpty)
        }
    }

    @Test func `what ignores its signal is killed even where the scanner does not prune`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            let pid = try service.status().pid ?? 0
            kill(tree.scanner, SIGSTOP)
            defer { kill(tree.scanner, SIGCONT) }
            try tree.scandir.retire(SlotName("web"), before: .after(.seconds(60)), killAfter: .milliseconds(200))
            #expect(!runs(pid))
        }
    }

    @Test func `more processes, and deeper directories, than there are descriptors are removed`() throws {
        try LiveTree.with { tree in
            let many = "for i in $(seq 80); do (trap '' TERM HUP; exec sleep 1000) & done; exec sleep 1000"
            let path = try tree.add("web", Longrun(run: many))
            let deep = path + String(repeating: "/d", count: 300)
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            let command = "ulimit -n 48; exec \(HermesCtl.path) retire web --kill-after 0.1"
            let result = try Command.run(["sh", "-c", command], environment: ["HERMES_SCANDIR": tree.path])
            #expect(result.code == 0, "\(result)")
            #expect(try entries(tree).isEmpty && processes(tree).isEmpty)
        }
    }

    @Test func `a logger that does not end with its input is told to`() throws {
        try LiveTree.with { tree in
            try tree.add("web", Longrun.steady.logging("exec sleep 1000"))
            try tree.scandir.retire(SlotName("web"), before: .after(.seconds(8)))
            #expect(processes(tree).isEmpty)
            #expect(try entries(tree).isEmpty)
        }
    }

    /// From 2.12 on a supervisor that ends in its first second, while another starts, is started no more, however often
    /// the scandir is scanned.
    @Test func `one that the scanner has forgotten is retired, and there again when it is published`() throws {
        try LiveTree.with { tree in
            let web = try tree.service("web", .logged)
            var isForgotten = false, tries = 0
            repeat {
                let before = try web.supervised()
                try Command.run("s6-svc", "-xk", web.text)
                try eventually("it has ended") { try web.supervised() != before }
                try tree.add("other\(tries)", .steady)
                usleep(1_500_000)
                try tree.scandir.rescan()
                isForgotten = try web.supervised() == .unsupervised
                tries += 1
                if !isForgotten { try tree.publishAnew("web") }  // and so in its first second again
            } while !isForgotten && tries < 10 && SixRelease.current >= SixRelease(2, 12)
            #expect(isForgotten == (SixRelease.current >= SixRelease(2, 12)))
            try tree.publishAnew("web")
            try web.wait(for: .up, before: soon())
        }
    }

    @Test func `of a link only the link goes`() throws {
        try LiveTree.with { tree in
            let definition = tree.base + "/definition"
            try Longrun.steady.write(to: definition)
            try FileManager.default.createSymbolicLink(atPath: tree.path + "/web", withDestinationPath: definition)
            try Command.run("s6-svscanctl", "-a", tree.path)
            let web = ServiceDirectory(try S6Path(tree.path + "/web"))
            try eventually("it is up") { (try? web.status().isUp) == true }
            try tree.scandir.retire(SlotName("web"), before: soon())
            #expect(try entries(tree).isEmpty)
            #expect(FileManager.default.fileExists(atPath: definition + "/run"))
            #expect(try !FileManager.default.contentsOfDirectory(atPath: definition).contains { $0.hasPrefix(".s6") })
        }
    }

    @Test func `what is no servicedir, or is in no scandir, is not touched`() throws {
        try LiveTree.with { tree in
            let files = FileManager.default
            try files.createDirectory(atPath: tree.path + "/notes/deep", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: tree.path + "/file"))
            let scandir = try tree.scandir, base = ScanDirectory(try S6Path(tree.base))
            tree.killScanner()  // or it would put a supervisor on it
            try? files.removeItem(atPath: tree.path + "/notes/supervise")
            for name in ["notes", "file"] {
                #expect(throws: S6Error.notServicedir(scandir.path.appending(name.utf8))) {
                    try scandir.retire(SlotName(name), before: soon())
                }
                #expect(files.fileExists(atPath: tree.path + "/" + name))
            }
            #expect(throws: S6Error.noScanner(base.path)) { try base.retire(SlotName("scan"), before: soon()) }
            #expect(files.fileExists(atPath: tree.path + "/notes/deep"))
        }
    }

    @Test func `links in the slot are removed, not followed`() throws {
        try LiveTree.with { tree in
            let outside = tree.base + "/outside"
            try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: outside + "/keep"))
            let service = try tree.service("web", .steady)
            try FileManager.default.createSymbolicLink(atPath: service.text + "/data", withDestinationPath: outside)
            try tree.scandir.retire(SlotName("web"), before: soon())
            #expect(FileManager.default.fileExists(atPath: outside + "/keep"))
        }
    }

    @Test func `without a scanner the supervisors are told themselves`() throws {
        try LiveTree.with { tree in
            try tree.add("web", Longrun.steady.logging("exec cat > /dev/null"))
            tree.killScanner()
            try tree.scandir.retire(SlotName("web"), before: soon())
            #expect(processes(tree).isEmpty)
            #expect(try entries(tree).isEmpty)
        }
    }

    @Test func `a retirement that is killed is finished by the next, wherever it was`() throws {
        try LiveTree.with { tree in
            for _ in 0..<Soak.count(1000) {
                try tree.add("web", Longrun(run: "sleep 1000 & exec sleep 1000").logging("exec cat > /dev/null"))
                let child = try tree.begin([HermesCtl.path, "retire", "--kill-after", "5", "web"])
                usleep(.random(in: 0..<12_000))
                child.signal(SIGKILL)
                child.wait()
                do throws(S6Error) {
                    try tree.scandir.retire(SlotName("web"), before: soon(), killAfter: .zero)
                } catch .noSuchService {}  // it had just ended
                #expect(try entries(tree).isEmpty)
                let left = processes(tree)
                #expect(left.isEmpty)
            }
        }
    }

    @Test(arguments: [nil, "deadbeef"])
    func `the sessions that an earlier retirement noted are of this boot, or nobody's`(boot: String?) throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let child = try Child(["setsid", "sleep", "1000"])
            defer {
                child.signal(SIGKILL)
                child.wait()
            }
            try eventually("it leads a session") { getsid(child.pid) == child.pid }
            let note = try service.text + "/" + SessionNote.name(leader: child.pid, boot: boot)
            try Data().write(to: URL(filePath: note))
            try tree.scandir.retire(SlotName("web"), before: soon(), killAfter: .zero)
            #expect(child.isRunning == (boot != nil))
        }
    }

    @Test func `several who retire one slot all find it gone`() throws {
        try LiveTree.with { tree in
            for _ in 0..<Soak.count(500) {
                try tree.add("web", .steady)
                let scandir = try tree.scandir
                let threads = (0..<3).map { _ in
                    Background {
                        do throws(S6Error) {
                            try scandir.retire(SlotName("web"), before: soon())
                        } catch .noSuchService {}
                    }
                }
                for thread in threads { #expect(thread.wait() == nil) }
                #expect(try entries(tree).isEmpty)
            }
        }
    }

    @Test func `beginning a retirement awaits nothing, and another finishes it`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steady)
            try tree.scandir.beginRetirement(of: SlotName("web"))
            #expect(try tree.scandir.list().isEmpty)
            try tree.scandir.retire(SlotName("web"), before: soon())
            #expect(try entries(tree).isEmpty)
        }
    }
}

@Suite(.live, .bounded) struct TakeOverTests {
    @Test func `what is not as s6 makes it does not keep the rest`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let planted = tree.path + "/planted"
            try FileManager.default.createDirectory(atPath: planted, withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: planted + "/supervise"))
            tree.killScanner()
            try tree.scandir.takeOver(before: soon(), killAfter: .seconds(1))
            #expect(try service.supervised() == .unsupervised)
        }
    }

    @Test func `what a killed scanner left is ended, and runs once with the next`() throws {
        try LiveTree.with { tree in
            var services: [ServiceDirectory] = []
            for number in 0..<20 {
                let longrun = number % 4 == 0 ? Longrun.steady.logging("exec cat > /dev/null") : .steady
                services.append(try tree.service("web\(number)", longrun))
            }
            let old = try services.map { try tree.supervisor($0) }
            tree.killScanner()
            #expect(old.allSatisfy(runs))
            try tree.scandir.takeOver(before: soon(), killAfter: .seconds(3))
            #expect(!old.contains(where: runs))
            try tree.start()
            for service in services { try eventually("it is up") { (try? service.status().isUp) == true } }
        }
    }

    @Test func `a service that does not end is killed`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .stubborn)
            let pid = try service.status().pid ?? 0
            tree.killScanner()
            #expect(throws: S6Error.self) { try tree.scandir.takeOver(before: shortly(), killAfter: nil) }
            #expect(runs(pid))
            try tree.scandir.takeOver(before: soon(), killAfter: .milliseconds(50))
            #expect(!runs(pid))
        }
    }

    @Test func `a tree that is run is not taken over`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let scandir = try tree.scandir
            #expect(throws: S6Error.scannerRuns(scandir.path, pid: tree.scanner)) {
                try scandir.takeOver(before: soon(), killAfter: nil)
            }
            #expect(try service.status().isUp)
        }
    }

    @Test func `an empty tree, and one that was never run, are no trouble`() throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: base) }
        try ScanDirectory(S6Path(base)).takeOver(before: .never, killAfter: nil)
        #expect(throws: S6Error.self) {
            try ScanDirectory("/nonexistent/scan").takeOver(before: soon(), killAfter: nil)
        }
    }
}

extension Longrun {
    fileprivate static let logged = Longrun.steady.logging("exec cat")
}

extension LiveTree {
    fileprivate func publishAnew(_ name: String) throws {
        try scandir.retire(SlotName(name), before: soon())
        let source = base + "/" + name
        if !FileManager.default.fileExists(atPath: source) { try Longrun.logged.write(to: source) }
        _ = try scandir.publish(copyOf: S6Path(source), as: SlotName(name), before: soon())
    }
}
