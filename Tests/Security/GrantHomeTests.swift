import Foundation
import LiveTree
import Testing

/// How perm-grant repairs who owns what in Hermes' home, which hermes may be changing meanwhile.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantHomeTests {
    let home = "/run/data"

    /// A world with a home of root's, as a new volume is, and what root's commands have left in it.
    func withHome(_ body: (World) throws -> Void) throws {
        try World.with { (world) throws in
            try world.root(
                """
                mkdir -m 755 \(home) && cd \(home)
                mkdir -p profiles/work/sub cron logs/gateways/work sessions homeassistant platforms/pairing
                for f in .env config.yaml SOUL.md profiles/work/SOUL.md profiles/work/sub/x cron/jobs.json \
                  logs/gateways/work/current sessions/s homeassistant/theirs platforms/pairing/p; do echo secret >$f; done
                chmod 644 .env config.yaml && chmod 444 SOUL.md && chmod 640 profiles/work/sub/x
                """
            )
            try body(world)
        }
    }

    func grant(_ world: World, _ words: String..., under wrapper: [String] = []) throws -> Command.Result {
        try world.run(
            as: .root,
            wrapper + [World.granter, "home"] + words,
            environment: ["HERMES_HOME": home]
        )
    }

    @Test func `a home that is not hermes' becomes so, but for what is not Hermes'`() throws {
        try withHome { (world) throws in
            #expect(try grant(world, "--check").code == 1)
            #expect(try world.look(home) == "755 0:0")
            let result = try grant(world)
            #expect(result.code == 0 && result.output.contains("keeps CAP_CHOWN, CAP_DAC"), "\(result)")
            let hermes = "10000:10000"
            for (path, look) in [
                ("", "755 \(hermes)"), ("/.env", "600 \(hermes)"), ("/config.yaml", "640 \(hermes)"),
                ("/SOUL.md", "644 \(hermes)"), ("/profiles", "755 \(hermes)"),
                ("/profiles/work/sub/x", "640 \(hermes)"),
                ("/cron/jobs.json", "644 \(hermes)"), ("/logs/gateways/work/current", "644 \(hermes)"),
                ("/sessions/s", "644 \(hermes)"), ("/platforms/pairing/p", "644 \(hermes)"),
                ("/homeassistant", "755 0:0"), ("/homeassistant/theirs", "644 0:0"),
            ] { #expect(try world.look(home + path) == look, "\(path)") }
            #expect(try grant(world, "--check").code == 0)
            #expect(try grant(world).output.contains(": 0 changes"))
        }
    }

    @Test func `in a home that is hermes' only what root's commands write to is walked`() throws {
        try withHome { (world) throws in
            try world.root("chown hermes:hermes \(home)")
            #expect(try grant(world).code == 0)
            #expect(try world.look(home + "/sessions/s") == "644 0:0")
            #expect(try world.look(home + "/profiles/work/sub/x") == "640 10000:10000")
            #expect(try world.look(home + "/logs/gateways") == "755 10000:10000")
            #expect(try world.look(home + "/logs/gateways/work") == "755 0:0")
        }
    }

    @Test func `links, files with other names, devices, FIFOs, sockets and mounts are left alone`() throws {
        try withHome { (world) throws in
            try world.root(
                """
                cd \(home)/profiles/work
                echo root >/run/victim && ln /run/victim hard && ln /run/victim \(home)/hard
                ln -s /etc out && ln -s /etc/shadow file && ln -s ../../.. up && ln -s /etc \(home)/skills
                ln -s /etc/passwd \(home)/auth.json
                mkfifo fifo && mknod null c 1 3
                mkdir mounted && mount -t tmpfs x mounted && echo theirs >mounted/f
                """
            )
            let etc = try world.picture("/etc")
            let result = try grant(world)
            #expect(result.code == 0 && result.output.contains("2 with other names"), "\(result)")
            #expect(result.output.contains("1 mounts"))
            #expect(try world.picture("/etc") == etc)
            for name in ["hard", "fifo", "null", "mounted", "mounted/f", "out", "file"] {
                #expect(try world.look("\(home)/profiles/work/\(name)").hasSuffix(" 0:0"), "\(name)")
            }
            #expect(result.output.contains("\(home)/skills: is a symbolic link: refusing to go there\n"))
            #expect(result.output.contains(" 0 gone meanwhile"), "nobody has changed anything meanwhile")
            #expect(try world.look("/run/victim") == "644 0:0")
            #expect(try world.look(home + "/profiles/work/SOUL.md").hasSuffix("10000:10000"))
        }
    }

    @Test func `a link in the place of a directory of Hermes' is told, and not followed`() throws {
        try withHome { (world) throws in
            try world.root(
                "cd \(home) && mv profiles /run/profiles && ln -s /run/profiles profiles && chown -h hermes profiles"
            )
            try world.root("cd \(home) && rm -r logs/gateways && ln -s /etc logs/gateways")
            let profiles = try world.picture("/run/profiles"), etc = try world.picture("/etc")
            let result = try grant(world)
            #expect(result.code == 0, "\(result)")
            for name in ["profiles", "logs/gateways"] {
                let line = "\(home)/\(name): is a symbolic link: refusing to go there\n"
                #expect(result.output.components(separatedBy: line).count == 2, "once: \(result)")
            }
            #expect(try world.picture("/run/profiles") == profiles && world.picture("/etc") == etc)
        }
    }

    @Test func `of many changes twenty are told, and how many more there are`() throws {
        try withHome { (world) throws in
            try world.root("cd \(home)/cron && seq 1 500 | xargs touch")
            for words in [["--check"], []] {
                let result = try world.run(
                    as: .root,
                    [World.granter, "home"] + words,
                    environment: ["HERMES_HOME": home]
                )
                let told = result.output.split(separator: "\n").filter { $0.contains(": is ") }
                #expect(told.count == 20 && result.output.contains("perm-grant: and 50"), "\(result)")
            }
            #expect(try world.look(home + "/cron/500") == "644 10000:10000")
            #expect(try grant(world, "--check").output.contains(": 0 differences"))
        }
    }

    @Test func `more files at the top than anybody has are left alone, and told`() throws {
        try withHome { (world) throws in
            try world.root("cd \(home) && perl -e 'for (1..100100) { open(F, \">\", \"f$_\"); }'")
            let result = try grant(world)
            #expect(result.code == 1 && result.errors.contains("more than 100000 files at its top"), "\(result)")
            #expect(try world.look(home) == "755 10000:10000")
        }
    }

    @Test func `a bit that makes root of who runs a file is lost with the owner`() throws {
        try withHome { (world) throws in
            try world.root("cp /bin/true \(home)/profiles/work/tool && chmod 6755 \(home)/profiles/work/tool")
            #expect(try grant(world).code == 0)
            #expect(try world.look(home + "/profiles/work/tool") == "755 10000:10000")
        }
    }

    @Test func `a tree that is too deep ends the walk there and nowhere else`() throws {
        try withHome { (world) throws in
            try world.root(
                "cd \(home)/profiles && i=0 && while [ $i -lt 1000 ]; do mkdir d && cd d && i=$((i+1)); done"
            )
            let result = try grant(world)
            #expect(result.output.contains("1 too deep or too many"), "\(result.errors)")
            #expect(result.code == 1 && result.errors.contains("levels"), "\(result.code)")
            #expect(try world.look(home + "/cron/jobs.json") == "644 10000:10000")
        }
    }

    @Test func `whatever hermes renames meanwhile, nothing outside the home becomes hermes'`() throws {
        try withHome { (world) throws in
            try world.root(
                """
                mkdir -p /run/victim/a/b && echo root >/run/victim/a/b/f && echo root >/run/victim/f
                mkdir -p \(home)/profiles/work/t/a/b && echo x >\(home)/profiles/work/t/a/b/f && echo x >\(home)/profiles/work/t/f
                ln -s /run/victim \(home)/profiles/work/l && chown -R hermes:hermes \(home)
                """
            )
            let victim = try world.picture("/run/victim")
            let attack = """
                chdir "\(home)/profiles/work" or die;
                my ($there, $n) = (1, 0); $SIG{TERM} = sub { $there = 0 };
                while ($there) { rename "t", "x"; $n++ if rename "l", "t"; rename "t", "l"; rename "x", "t";
                  rename "t/a", "y"; $n++ if symlink "/run/victim/a", "t/a"; unlink "t/a"; rename "y", "t/a"; }
                print $n;
                """
            var swaps: [Int32] = [0, 0]
            #expect(pipe(&swaps) == 0)
            for end in swaps { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            defer { close(swaps[0]) }
            let attacker = try Child(world.entering(as: .hermes, ["perl", "-e", attack]), output: swaps[1])
            close(swaps[1])
            for _ in 0..<200 {
                try world.root(
                    "chown -R -h root:root \(home)/profiles/work 2>/dev/null || true; chown hermes \(home)/profiles/work; true"
                )
                let result = try grant(world)
                #expect(result.code == 0, "\(result)")
            }
            attacker.signal(SIGTERM)
            attacker.wait()
            var said = [UInt8](repeating: 0, count: 32)
            let count = read(swaps[0], &said, said.count)
            #expect(
                Int(String(decoding: said.prefix(max(0, count)), as: UTF8.self)) ?? 0 > 0,
                "the links were in place"
            )
            #expect(try world.picture("/run/victim") == victim)
        }
    }

    @Test func `the home has to be reached by root's directories, and to be a home`() throws {
        try withHome { (world) throws in
            try world.root(
                """
                mkdir -p /run/theirs/data && chown hermes /run/theirs && ln -s data /run/link && : >/run/file
                mkdir /run/sys && ln -s / /run/sys/top && ln -s /usr /run/sys/usr && mkdir -p /etc/sub/data /run/sys/opt
                """
            )
            let etc = try world.picture("/etc")
            for (path, code) in [
                ("/run/theirs/data", 70), ("/run/link", 70), ("/run/file", 70), ("/run/nowhere", 104), ("/", 78),
                ("run/data", 78), ("/etc", 78), ("/usr", 78), ("/run", 78), ("/opt/..", 78), ("/run/sys/opt/..", 78),
                ("/run/./data", 78), ("/run/data/profiles/..", 78), ("/run/data/profiles/../profiles/x", 78),
                ("/etc/sub", 78), ("/etc/sub/data", 78), ("/etc/sub/data/profiles/x", 78), ("/usr/share", 78),
                ("/usr/share/doc", 78), ("/proc/1", 78), ("/dev/shm", 78), ("/run/sys/top/etc", 78),
                ("/run/sys/top/run", 78), ("/run/sys/usr/share", 78), ("/run/sys/top/etc/sub", 78), ("///", 78),
                ("/etc/profiles/x", 78), ("/profiles/x", 78),
            ] {
                for mode in [[], ["--check"], ["--revoke"]] {
                    let result = try world.run(
                        as: .root,
                        [World.granter, "home"] + mode,
                        environment: ["HERMES_HOME": path]
                    )
                    #expect(result.code == code, "\(path) \(mode): \(result)")
                }
            }
            #expect(try world.look(home) == "755 0:0")
            #expect(try world.picture("/etc") == etc)
        }
    }

    @Test func `a home may be right below the root directory`() throws {
        try World.with { (world) throws in
            // A root directory of the test's own, with the machine's below it.
            let result = try world.run(
                as: .root,
                [
                    "sh", "-ec",
                    """
                    mkdir -p /run/o/u /run/o/w /run/o/m && cd /run/o
                    mount -t overlay -o lowerdir=/,upperdir=u,workdir=w x m && chmod 755 m
                    for d in etc usr/libexec proc dev; do mount --rbind /$d m/$d; done
                    mkdir -p m/data/profiles/work && echo x >m/data/profiles/work/SOUL.md
                    exec chroot m env HERMES_HOME=/data \(World.granter) home
                    """,
                ]
            )
            #expect(result.code == 0, "\(result)")
            #expect(try world.look("/run/o/u/data/profiles/work/SOUL.md") == "644 10000:10000")
        }
    }

    @Test func `HERMES_HOME may be a profile's, and the root profile's home is meant`() throws {
        try withHome { (world) throws in
            let result = try world.run(
                as: .root,
                [World.granter, "home"],
                environment: ["HERMES_HOME": home + "/profiles/work"]
            )
            #expect(result.code == 0 && result.output.contains(home + "/.env"), "\(result)")
        }
    }

    @Test func `--revoke gives root what was hermes', and nobody else's`() throws {
        try withHome { (world) throws in
            #expect(try grant(world).code == 0)
            try world.root("cd \(home)/cron && echo x >theirs && chown other:hermes theirs")
            try world.root("chown other:other \(home)/profiles/work/SOUL.md")
            #expect(try grant(world, "--revoke").code == 0)
            #expect(try world.look(home) == "755 0:0" && world.look(home + "/profiles/work/sub/x") == "640 0:0")
            #expect(try world.look(home + "/profiles/work/SOUL.md") == "644 10001:10001")
            #expect(try world.look(home + "/cron/theirs") == "644 10001:10000", "its group alone makes it not hermes'")
            #expect(try world.look(home + "/.env") == "600 0:0")
        }
    }

    @Test func `without CAP_DAC_READ_SEARCH it does with CAP_DAC_OVERRIDE, and without CAP_CHOWN it says so`() throws {
        try withHome { (world) throws in
            try world.root("chmod 700 \(home)/profiles/work && chown -R hermes \(home)/profiles")
            let result = try grant(world, under: ["setpriv", "--bounding-set=-dac_read_search"])
            #expect(result.code == 0 && result.output.contains("CAP_DAC_OVERRIDE"), "\(result)")
            #expect(try world.look(home + "/profiles/work/sub/x") == "640 10000:10000")
            let other = try grant(world, under: ["setpriv", "--bounding-set=-chown"])
            #expect(other.code == 111 && other.errors.contains("--cap-add CHOWN"), "\(other)")
        }
    }

    @Test func `what is refused on one entry keeps no other`() throws {
        try withHome { (world) throws in
            try world.root(
                """
                mkdir /run/fixed && mount -t tmpfs x /run/fixed && cp -a \(home)/. /run/fixed/
                mkdir \(home)/profiles/work/ro && mount --bind /run/fixed \(home)/profiles/work/ro
                mount -o remount,bind,ro \(home)/profiles/work/ro
                """
            )
            // The whole home read-only: each entry is refused, and told.
            let result = try world.run(
                as: .root,
                [World.granter, "home"],
                environment: ["HERMES_HOME": home + "/profiles/work/ro"]
            )
            #expect(result.code == 111 && result.errors.contains("read-only"), "\(result)")
            #expect(result.errors.contains("/cron/jobs.json") && !result.output.contains(" 0 refused"))
            #expect(try grant(world).code == 0, "and elsewhere it is a mount like others")
        }
    }
}
