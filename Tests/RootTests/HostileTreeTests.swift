import Foundation
import LiveTree
import S6Native
import Testing

/// Root acting on what is hermes': whatever hermes puts there, nothing of root's is read, written or removed.
@Suite(.asRoot, .timeLimit(.minutes(Soak.minutes))) struct HostileTreeTests {
    /// A service whose directory is hermes', and a victim that is root's.
    func withHostile(_ longrun: Longrun = .steady, _ body: (LiveTree, ServiceDirectory, String) throws -> Void) throws {
        try LiveTree.with { tree in
            let path = try tree.add("web", longrun)
            try tree.giveToHermes(path)
            let victim = tree.base + "/victim"
            try Data("untouched".utf8).write(to: URL(filePath: victim))
            #expect(chmod(victim, 0o600) == 0)
            try body(tree, ServiceDirectory(try S6Path(path)), victim)
            #expect(try Contents.text(victim) == "untouched")
            var attributes = stat()
            #expect(stat(victim, &attributes) == 0 && attributes.st_mode & 0o7777 == 0o600 && attributes.st_nlink == 1)
        }
    }

    @Test func `a FIFO of ours that is replaced while it is made is not opened up`() throws {
        try withHostile { tree, service, victim in
            // Hermes cannot link to the victim, but to what is its own: links, and hard links to another FIFO.
            let other = service.path.description + "/other"
            #expect(mkfifo(other, 0o600) == 0 && chown(other, uid_t(Hermes.id), gid_t(Hermes.id)) == 0)
            let program = """
                chdir $ARGV[0]; while (1) { opendir(D, "."); for (grep { /^\\.s6native/ } readdir D) {
                  if (rand() < 0.5) { unlink "l"; symlink $ARGV[1], "l"; rename "l", $_ }
                  else { unlink "h"; link "../other", "h"; rename "h", $_ } } closedir D }
                """
            let hostile = try Hermes.begin(program, [service.path.description + "/event", victim])
            defer {
                hostile.signal(SIGKILL)
                hostile.wait()
            }
            for _ in 0..<Soak.count(50_000) {
                do throws(S6Error) { _ = try service.subscribe() } catch {}  // refused, or in time
            }
            var attributes = stat()
            #expect(lstat(other, &attributes) == 0 && attributes.st_mode & 0o7777 == 0o600)
            #expect(attributes.st_uid == UInt32(Hermes.id))
        }
    }

    @Test func `a slot that is changed while root deletes it takes nothing else with it`() throws {
        for _ in 0..<Soak.count(500) {
            try withHostile { tree, service, _ in
                let outside = tree.base + "/outside"
                try FileManager.default.createDirectory(atPath: outside + "/deep", withIntermediateDirectories: true)
                try Data().write(to: URL(filePath: outside + "/keep"))
                let program = """
                    my ($scan, $outside) = @ARGV; while (1) { for my $s (glob("$scan/web $scan/.web.*")) {
                      mkdir "$s/d"; mkdir "$s/d/$_" for 1..20; symlink $outside, "$s/l";
                      rename "$s/d", "$s/x"; rename "$s/l", "$s/d"; rename "$s/x", "$s/l"; } }
                    """
                let hostile = try Hermes.begin(program, [tree.path, outside])
                defer {
                    hostile.signal(SIGKILL)
                    hostile.wait()
                }
                usleep(20_000)
                try? tree.scandir().retire(SlotName("web"), before: .after(.seconds(10)))
                #expect(FileManager.default.fileExists(atPath: outside + "/keep"))
                #expect(FileManager.default.fileExists(atPath: outside + "/deep"))
            }
        }
    }

    @Test(arguments: ["status", "control", "lock", "death_tally"])
    func `a file of the supervisor's that is a link is not followed`(name: String) throws {
        try withHostile { tree, service, victim in
            let file = service.path.description + "/supervise/" + name
            #expect(unlink(file) == 0 && symlink(victim, file) == 0)
            // Not what makes the supervisor write: that follows links itself.
            let words = name == "control" ? ["send", "u", "web"] : ["status", "web"]
            let result = try Command.run([HermesCtl.path] + words, environment: ["HERMES_SCANDIR": tree.path])
            #expect(!result.output.contains("untouched") && !result.errors.contains("untouched"))
            #expect(result.code == 70, "\(result)")
        }
    }

    @Test func `what hermes says are processes of a slot is not killed on its word`() throws {
        try withHostile { tree, service, _ in
            // In a session of its own: in the one of all tests there are processes of hermes', which root may kill.
            let bystander = try Child(["setsid", "sleep", "1000"])
            defer {
                bystander.signal(SIGKILL)
                bystander.wait()
            }
            try eventually("it leads a session") { getsid(bystander.pid) == bystander.pid }
            // As an earlier retirement would have noted it.
            let note = try service.path.description + "/" + SessionNote.name(leader: bystander.pid)
            #expect(try Hermes.run(["touch", note]).code == 0)
            try tree.scandir().retire(SlotName("web"), before: .after(.seconds(20)), killAfter: .zero)
            #expect(bystander.isRunning)
            #expect(!FileManager.default.fileExists(atPath: service.path.description))
        }
    }

    @Test func `a link that hermes has made does not lead root to another service`() throws {
        try LiveTree.with { tree in
            let other = try tree.add("other", .steady)
            let scan = tree.base + "/hermes"
            try FileManager.default.createDirectory(atPath: scan + "/.s6-svscan", withIntermediateDirectories: true)
            for (name, owner) in [("theirs", Hermes.id), ("roots", 0)] {
                #expect(symlink(other, scan + "/" + name) == 0)
                #expect(lchown(scan + "/" + name, uid_t(owner), gid_t(owner)) == 0)
            }
            for words in [
                ["stop", "theirs"], ["send", "d", "theirs"], ["wait", "down", "theirs"], ["retire", "theirs"],
            ] {
                let result = try Command.run([HermesCtl.path] + words, environment: ["HERMES_SCANDIR": scan])
                #expect(result.code == 70, "\(words): \(result)")
                #expect(result.errors.contains("uid \(Hermes.id) has made it"))
            }
            #expect(try tree.field("up", other) == "true")
            let slashed = try HermesCtl.run("stop", scan + "/theirs/")
            #expect(slashed.code == 70, "a slash at the end changes nothing")
            #expect(
                try Command.run([HermesCtl.path, "stop", "roots"], environment: ["HERMES_SCANDIR": scan]).code == 0
            )
            #expect(try tree.field("up", other) == "false")
        }
    }

    @Test func `nor does a link of root's that leads to one of hermes', nor a scandir that is one`() throws {
        try LiveTree.with { tree in
            let other = try tree.add("other", .steady)
            let theirs = tree.base + "/theirs", scan = tree.base + "/scandir"
            for (link, target) in [(theirs, other), (scan, tree.path)] {
                #expect(symlink(target, link) == 0)
                #expect(lchown(link, uid_t(Hermes.id), gid_t(Hermes.id)) == 0)
            }
            #expect(symlink(theirs, tree.path + "/roots") == 0)
            #expect(try tree.hermesctl("stop", "roots").code == 70)
            for words in [
                ["stop", "other"], ["retire", "other"], ["rescan"], ["list"], ["publish", other, "--as", "x"],
            ] {
                let result = try Command.run([HermesCtl.path] + words + ["--scandir", scan])
                #expect(result.code == 70, "\(words): \(result)")
            }
            #expect(try tree.field("up", other) == "true")
        }
    }

    @Test func `a FIFO with a second name elsewhere is not written to`() throws {
        try withHostile { tree, service, _ in
            let other = try tree.add("other", .steady), control = service.path.description + "/supervise/control"
            #expect(unlink(control) == 0 && link(other + "/supervise/control", control) == 0)
            #expect(try tree.hermesctl("send", "d", "web").code == 70)
            #expect(try tree.field("wantedup", other) == "true")
            #expect(unlink(control) == 0)
        }
    }
}

extension LiveTree {
    fileprivate func scandir() throws(S6Error) -> ScanDirectory { ScanDirectory(try S6Path(path)) }
}
