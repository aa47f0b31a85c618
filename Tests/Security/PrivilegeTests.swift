import Foundation
import LiveTree
import Testing

/// Which privilege the helper has, what is left of it, and what becomes of it where the kernel grants none.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct PrivilegeTests {
    @Test(arguments: World.Mode.allCases)
    func `55: while it acts it has no capability, and can do nothing any more but write and exit`(
        mode: World.Mode
    ) throws {
        try Probe.with(mode) { (world, probe) throws in
            let stuck = try StuckHelper(in: world, probe)
            defer { stuck.child.wait() }
            for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(try stuck.status(set) == "0000000000000000") }
            #expect(try stuck.status("NoNewPrivs") == "1" && stuck.status("Seccomp") == "2")
            #expect(try stuck.status("Groups") == "")
            if mode == .setgid {
                #expect(try stuck.status("Uid") == "10000 10000 10000 10000")
                #expect(try stuck.status("Gid") == "10000 20010 20010 20010")
            } else {
                #expect(try stuck.status("Uid") == "10000 0 0 0" && stuck.status("Gid") == "10000 10000 10000 10000")
            }
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(stuck.child.pid)/fd")
            #expect(open.count == 4, "besides 0 to 2 the FIFO: \(open)")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `11, 43: hermes can neither look into it, nor change it, but may kill it`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let attempts = [
                "cat /proc/PID/maps", "cat /proc/PID/environ", "ls /proc/PID/fd/", "readlink /proc/PID/exe",
                "readlink /proc/PID/cwd", "cat /proc/PID/auxv", "echo 0 >/proc/PID/oom_score_adj",
                "prlimit --pid PID --nofile=1024",
            ]
            // What hermes may do to its own shows that the attempts are ones.
            let own = try Child(world.entering(as: .hermes, ["sleep", "1000"]))
            defer { own.signal(SIGKILL); own.wait() }
            try eventually("it is hermes'") {
                try Command.run("grep", "-q", "sleep", "/proc/\(own.pid)/comm").code == 0
            }
            for attempt in attempts {
                let line = attempt.replacing("PID", with: "\(own.pid)")
                #expect(try world.run(as: .hermes, ["sh", "-c", line]).code == 0, "\(line)")
            }
            let stuck = try StuckHelper(in: world, probe)
            let pid = stuck.child.pid
            let others = ["cat /proc/PID/mem", "cat /proc/PID/stack", "strace -p PID -o /dev/null"]
            // By one shell: it is there for three seconds, and each program that is entered with takes its time.
            let lines = (attempts + others).map { $0.replacing("PID", with: "\(pid)") }
            let each = #"for line; do (eval "$line") >/dev/null 2>&1 && echo "$line"; done; :"#
            #expect(try world.run(as: .hermes, ["sh", "-c", each, "sh"] + lines).output == "")
            #expect(stuck.child.isRunning, "it was there all the time")
            #expect(try world.run(as: .hermes, ["kill", "-ABRT", "\(pid)"]).code == 0)
            #expect(
                try stuck.status("SigPnd").hasSuffix("20") || stuck.status("ShdPnd").hasSuffix("20"),
                "it is blocked"
            )
            #expect(
                try world.run(as: .hermes, ["kill", "-KILL", "\(pid)"]).code == 0,
                "nobody is left with a root's process"
            )
            #expect(stuck.child.wait() == 128 + 9)
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `42, 44, 45: traced, under no_new_privs or nosuid it has no privilege, and says so`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let traced = try world.run(as: .hermes, ["strace", "-f", "-o", "/dev/null", World.helper, "web", "up"])
            #expect(traced.code == 126 && traced.errors.contains("no effect here"))
            #expect(try world.attack(["nnp"]).code == 126)
            try world.root("mount -o remount,nosuid /usr/libexec")
            #expect(try world.help("web", "up").code == 126)
            #expect(probe.received() == "")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `46: a user namespace gives nothing`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let ways = [
                ["unshare", "-U", World.helper, "web", "up"], ["unshare", "-Ur", World.helper, "web", "up"],
                ["unshare", "-Urm", "sh", "-c", "exec /proc/$PPID/root\(World.helper) web up"],
                ["unshare", "-Ur", "sh", "-c", "exec chroot / \(World.helper) web up"],
                ["unshare", "-Urm", "sh", "-c", "mount --bind /tmp /run/hermes-s6; exec \(World.helper) web up"],
            ]
            for way in ways {
                let code = try world.run(as: .hermes, way).code
                #expect([1, 126, 127, 78].contains(code), "\(way)")
                #expect(probe.received() == "", "\(way)")
            }
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `48, 49: it needs nothing of the bounding set`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let docker = "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service"
            for set in ["-all", docker + ",+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap"] {
                let words = [
                    "setpriv", "--bounding-set", set, "--reuid", "10000", "--regid", "10000", "--clear-groups",
                ]
                #expect(try world.run(as: .root, words + [World.helper, "web", "up"]).code == 0, "\(set)")
                #expect(probe.received() == "u")
            }
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `50 to 52: it needs no /proc, no ACLs and nothing writable`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let hermes = "setpriv --reuid 10000 --regid 10000 --clear-groups \(World.helper) web up"
            let bare = "mount -t tmpfs -o ro x /proc && exec \(hermes)"
            #expect(try world.run(as: .root, ["unshare", "-m", "sh", "-ec", bare]).code == 0)
            #expect(probe.received() == "u")
            let readOnly = "mount --rbind /run /run && mount -o remount,bind,ro /run && exec \(hermes)"
            #expect(try world.run(as: .root, ["unshare", "-m", "sh", "-ec", readOnly]).code == 0)
            #expect(probe.received() == "u")
            try world.root(
                "mkdir /run/ramfs && mount -t ramfs -o mode=755 x /run/ramfs && mv \(World.base)/web /run/ramfs/web"
            )
            try world.root("ln -s /run/ramfs/web \(World.base)/web")
            #expect(try world.help("web", "check").code == 69, "it is a copy, which nobody reads")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `53, C13: it cannot be changed, nor lent to another name; a copy has no privilege`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            try world.root("mkdir -m 1777 /usr/libexec/open")
            #expect(try world.run(as: .hermes, ["sh", "-c", "echo >>\(World.helper)"]).code != 0)
            // The loader executes what needs no loader; then it is as always. Nothing of the caller's is loaded.
            let loader = ["/lib64/ld-linux-x86-64.so.2", "--preload", "/tmp/evil.so", World.helper, "web", "sing"]
            #expect(try world.run(as: .hermes, loader).code != 0)
            if try Contents.text("/proc/sys/fs/protected_hardlinks").hasPrefix("1") {
                #expect(try world.run(as: .hermes, ["ln", World.helper, "/usr/libexec/open/mine"]).code != 0)
            }
            let copy = "cp -a \(World.helper) /usr/libexec/open/copy && chmod 6755 /usr/libexec/open/copy"
            _ = try world.run(as: .hermes, ["sh", "-c", copy])
            #expect(try world.run(as: .hermes, ["/usr/libexec/open/copy", "web", "up"]).code == 126)
            try world.root("chown root:root \(World.helper)")
            #expect(try world.help("web", "up").code == 126, "a chown takes the bit away")
            #expect(probe.received() == "")
        }
    }

    @Test func `56: any other call after the filter kills it, without a core`() throws {
        let result = try Command.run(World.stage + "/adversary", "sealed", "--", "/bin/true")
        #expect(result.code == 128 + 31, "SIGSYS: \(result)")
    }
}
