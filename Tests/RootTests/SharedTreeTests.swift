import Foundation
import HermesGateways
import LiveTree
import S6Native
import Testing

/// Gateways under root's s6-svscan, as hermes-agent ships them: hermes has the scandir, and controls what root runs.
@Suite(.asRoot, .timeLimit(.minutes(3))) struct SharedTreeTests {
    /// A tree of root's that is granted to hermes, whom only the tree knows by that name.
    func withTree(_ body: (HermesTree) throws -> Void) throws {
        let passwd = FileManager.default.temporaryDirectory.path + "/passwd-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: passwd) }
        let entries = "root:x:0:0::/root:/bin/sh\nhermes:x:\(Hermes.id):\(Hermes.id)::/nonexistent:/bin/sh\n"
        try Data(entries.utf8).write(to: URL(filePath: passwd))
        let wrapper = ["unshare", "-m", "sh", "-c", "mount --bind \(passwd) /etc/passwd && exec \"$@\"", "sh"]
        let hermes = try HermesTree(wrapper: wrapper)
        defer { hermes.end() }
        try hermes.tree.giveToHermes(hermes.home)
        // s6-overlay makes the directory itself, for all to enter; s6-svscan would make it for root alone.
        #expect(chmod(hermes.tree.path + "/.s6-svscan", 0o755) == 0)
        for path in ["", "/.s6-svscan/control", "/.s6-svscan/lock"] {
            #expect(chown(hermes.tree.path + path, uid_t(Hermes.id), gid_t(Hermes.id)) == 0)
        }
        try body(hermes)
    }

    func owner(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? Int)
    }

    func ctl(_ hermes: HermesTree, _ words: String...) throws -> Command.Result {
        try Hermes.run([HermesCtl.path] + words, environment: hermes.environment)
    }

    @Test func `B15 hermes registers, controls and retires what root supervises, and it runs as hermes`() throws {
        try withTree { hermes in
            for profile in ["default", "work"] {
                #expect(try ctl(hermes, "gateway", "start", "-p", profile).code == 0)
                try hermes.settle(profile)
            }
            let slot = hermes.slot("work")
            for part in ["", "/log"] {
                for name in ["event", "supervise", "supervise/event", "supervise/control"] {
                    #expect(try owner(slot + part + "/" + name) == Hermes.id, "\(part)/\(name)")
                }
                #expect(try owner(slot + part + "/supervise/lock") == 0, "s6-supervise is root's")
            }
            #expect(try owner("/proc/\(try hermes.pid("work"))") == Hermes.id)
            try eventually("the logger is hermes', too") {
                FileManager.default.fileExists(atPath: hermes.home + "/logs/gateways/work/current")
            }
            #expect(try owner(hermes.home + "/logs/gateways/work/current") == Hermes.id)
            for verb in ["restart", "stop", "start", "retire"] {
                let result = try ctl(hermes, "gateway", verb, "-p", "work", "--timeout", "20")
                #expect(result.code == 0 && result.errors.isEmpty, "\(verb): \(result)")
                if verb == "restart" || verb == "start" { try hermes.settle("work") }
            }
            #expect(try !FileManager.default.fileExists(atPath: slot) && hermes.leftovers().isEmpty)
            #expect(try ctl(hermes, "gateway", "stop", "--all").code == 0)
        }
    }

    @Test func `D9 the crash cap works there, too`() throws {
        try withTree { hermes in
            try hermes.behave("work", "exit=1")
            try hermes.write("2 60", to: "gateway.crash-cap", of: "work")
            try hermes.tree.giveToHermes(hermes.home)
            #expect(try ctl(hermes, "gateway", "start", "-p", "work").code == 0)
            try eventually("it is capped") {
                try ctl(hermes, "gateway", "status", "-p", "work").output.contains("capped: 2 deaths")
            }
            #expect(try owner(hermes.slot("work") + "/data/capped") == Hermes.id)
        }
    }

    @Test func `root becomes hermes before it touches what is hermes'`() throws {
        try withTree { hermes in
            let result = try hermes.ctl("gateway", "start", "-p", "work")
            #expect(result.code == 0, "\(result)")
            try hermes.settle("work")
            for path in [
                hermes.slot("work"), hermes.slot("work") + "/run", hermes.home("work") + "/gateway_state.json",
                hermes.tree.path + "/.gateway-work.lock",
            ] { #expect(try owner(path) == Hermes.id, "\(path)") }
            #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
            #expect(try hermes.ctl("reconcile", "--boot").code == 0)
            #expect(try owner(hermes.home + "/logs/container-boot.log") == Hermes.id)
        }
    }

    @Test func `root becomes hermes as well where the home is root's, and hermes' group may write there`() throws {
        try withTree { hermes in
            for path in [hermes.home, hermes.home("work")] {
                #expect(chown(path, 0, gid_t(Hermes.id)) == 0 && chmod(path, 0o2775) == 0)
            }
            #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
            try hermes.settle("work")
            for path in [
                hermes.tree.path + "/.gateway-work.lock", hermes.home("work") + "/.gateway_state.lock",
                hermes.home("work") + "/gateway_state.json",
            ] { #expect(try owner(path) == Hermes.id, "\(path)") }
            #expect(try ctl(hermes, "gateway", "stop", "-p", "work").code == 0)
            #expect(try hermes.desired("work") == "stopped")
        }
    }

    @Test func `a home that is a link of hermes' own is refused, and makes nobody root's guest`() throws {
        try withTree { hermes in
            let link = hermes.home + "/elsewhere"
            try Hermes.run(["ln", "-s", "/", link])
            let result = try hermes.ctl("gateway", "register", "-p", "zz", "--force", "--home", link)
            #expect(result.code == 70, "\(result)")
            #expect(!hermes.has(hermes.slot("zz")) && !hermes.has(hermes.tree.path + "/.gateway-zz.lock"))
        }
    }

    @Test func `what root makes in a directory of another's is that other's`() throws {
        let hermes = try HermesTree()
        defer { hermes.end() }
        // Home and scandir are root's; only the profile is hermes'.
        try hermes.tree.giveToHermes(hermes.home("work"))
        #expect(try hermes.ctl("gateway", "register", "-p", "work").code == 0)
        _ = try hermes.ctl("gateway", "stop", "-p", "work")
        for file in [".gateway_state.lock", "gateway_state.json"] {
            #expect(try owner(hermes.home("work") + "/" + file) == Hermes.id, "\(file)")
        }
    }

    @Test func `P17 the gateway itself is never root's`() throws {
        try withTree { hermes in
            let child = try hermes.begin(["gateway", "run", "--no-supervise", "-p", "work"])
            defer { child.signal(SIGKILL) }
            try eventually("it runs") { (try? hermes.state("work"))?["gateway_state"] as? String == "running" }
            #expect(try owner("/proc/\(child.pid)") == Hermes.id)
        }
    }

    @Test func `what hermes has planted leads root nowhere`() throws {
        try withTree { hermes in
            let victim = hermes.home + "-victim"
            try FileManager.default.createDirectory(atPath: victim, withIntermediateDirectories: true)
            try Data("kept".utf8).write(to: URL(filePath: victim + "/file"))
            defer { try? FileManager.default.removeItem(atPath: victim) }
            var settings = GatewaySettings(
                ScanDirectory(try S6Path(hermes.tree.path)),
                HermesHome(try S6Path(hermes.home))
            )
            settings.hermesctl = try S6Path(HermesCtl.path)
            let manager = S6ServiceManager(settings), work = try ProfileName("work")
            let terms = VerbTerms(before: .after(.seconds(20)))
            try Hermes.run(["ln", "-s", victim, hermes.tree.path + "/.gateway-work.tmp"])
            #expect(throws: GatewayError.self) { try manager.register(work, starting: false, terms) }
            #expect(try Contents.text(victim + "/file") == "kept" && owner(victim) == 0)
            try Hermes.run(["rm", hermes.tree.path + "/.gateway-work.tmp"])
            try Hermes.run(["ln", "-s", victim + "/file", hermes.tree.path + "/.gateway-play.lock"])
            #expect(throws: GatewayError.self) { try manager.register(ProfileName("play"), starting: false, terms) }
            try manager.register(work, starting: false, terms)
            #expect(try owner(hermes.slot("work") + "/supervise/control") == Hermes.id, "P33: whose the home is")
            #expect(try owner(hermes.slot("work") + "/run") == 0, "what root makes stays root's")
            try Hermes.run(["ln", "-sf", victim + "/file", hermes.home("work") + "/gateway_state.json"])
            let outcome = manager.start([work], terms)[0]
            // The gateway may have put a file of its own there, by the time that it is looked at again.
            #expect(try outcome.error == nil && (!outcome.warnings.isEmpty || hermes.desired("work") == "running"))
            #expect(try Contents.text(victim + "/file") == "kept")
        }
    }

    @Test func `P17 whoever may write in a scandir of root's is root, which is why it is not the default`() throws {
        try withTree { hermes in
            let mark = hermes.home + "-mark"
            defer { try? FileManager.default.removeItem(atPath: mark) }
            let script = """
                mkdir \(hermes.tree.path)/.evil && printf '#!/bin/sh\\nid -u > \(mark)\\nexec sleep 1000\\n' > \(hermes.tree.path)/.evil/run
                chmod 755 \(hermes.tree.path)/.evil/run && mv \(hermes.tree.path)/.evil \(hermes.tree.path)/evil
                s6-svscanctl -a \(hermes.tree.path)
                """
            #expect(try Hermes.run(["sh", "-c", script]).code == 0)
            try eventually("root has run what hermes wrote") {
                (try? Contents.text(mark)) == "0\n"
            }
            #expect(try TreeKind(of: ScanDirectory(S6Path(hermes.tree.path))) == .shared)
        }
    }

    @Test func `a full disk does not keep a gateway from stopping, nor cost the state it had`() throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-full-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        let hermes = try HermesTree()
        defer {
            _ = try? Command.run("umount", hermes.home("work"))
            hermes.end()
            try? FileManager.default.removeItem(atPath: base)
        }
        #expect(try Command.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", hermes.home("work")).code == 0)
        try hermes.add("work")
        try hermes.tree.giveToHermes(hermes.home)
        // The tree is root's here, so that root's gateway needs no name for hermes: only the home is full.
        #expect(try hermes.ctl("gateway", "start", "-p", "work", "--home", hermes.home).code != 0, "hermes may not")
        #expect(chown(hermes.home, 0, 0) == 0)
        #expect(try hermes.ctl("gateway", "register", "-p", "work").code == 0)
        try hermes.write(#"{"desired_state":"running","kept":1}"#, to: "gateway_state.json", of: "work")
        _ = try Command.run("sh", "-c", "cat /dev/zero > '\(hermes.home("work"))/filler' 2>/dev/null")
        let result = try hermes.ctl("gateway", "stop", "-p", "work")
        #expect(result.code == 0 && result.errors.contains("no space left on the device"), "\(result)")
        #expect(try hermes.state("work")["kept"] as? Int == 1 && hermes.desired("work") == "running")
        let names = try FileManager.default.contentsOfDirectory(atPath: hermes.home("work"))
        #expect(!names.contains { $0.contains(".tmp-") }, "\(names)")
    }
}
