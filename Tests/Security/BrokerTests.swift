import Foundation
import LiveTree
import Testing

/// The same decisions behind a socket.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct BrokerTests {
    func with(_ body: (World, Probe, BrokerProcess) throws -> Void) throws {
        try Probe.with { (world, probe) throws in
            try BrokerProcess.with(world) { (broker) throws in try body(world, probe, broker) }
        }
    }

    @Test func `each verb is its one byte, and each decision is a line of the log`() throws {
        try with { (_, probe, broker) throws in
            for (verb, byte) in [
                ("up", "u"), ("down", "d"), ("restart", "r"), ("term", "t"), ("hup", "h"), ("check", ""),
            ] {
                #expect(try broker.ask("web \(verb)\n") == "0\n")
                #expect(probe.received() == byte)
            }
            #expect(try broker.ask("web up\n", as: .other) == "77\n")
            #expect(try broker.ask("web up\n", as: .root) == "77\n")
            #expect(try broker.ask("absent up\n") == "77\n")
            #expect(probe.received() == "")
            let audit = broker.audit
            #expect(audit.count == 9)
            #expect(audit[0].wholeMatch(of: /uid=10000 pid=[0-9]+ service=web verb=up code=0/) != nil, "\(audit[0])")
            #expect(audit[6].wholeMatch(of: /uid=10001 pid=[0-9]+ service=web verb=up code=77/) != nil)
        }
    }

    @Test func `21 to 23: what is no request is refused, and nothing of it lands in the log`() throws {
        try with { (_, probe, broker) throws in
            let requests = [
                "", "\n", "web", "web\n", "web up", " web up\n", "web  up\n", "web up \n", "web UP\n", "web x\n",
                "../web up\n",
                ".s6-svscan up\n", "web up\nweb down\n", "web up\r\n", "web\tup\n", "we\u{1b}b up\n", "web up\0\n",
                String(repeating: "a", count: 200) + " up\n", String(repeating: "a", count: 127), "%s up\n",
            ]
            for request in requests {
                #expect(try broker.ask(request) == "100\n", "\(request.debugDescription.prefix(60))")
            }
            #expect(probe.received() == "")
            #expect(
                broker.audit.allSatisfy { $0.wholeMatch(of: /uid=10000 pid=[0-9]+ code=100/) != nil },
                "\(broker.audit)"
            )
        }
    }

    @Test func `25 to 32: it looks at the way as the helper does`() throws {
        try with { (world, probe, broker) throws in
            probe.fill()
            #expect(try broker.ask("web up\n") == "75\n")
            _ = probe.received()
            for (change, back, code) in [
                ("chmod 777 \(PathTests.web)", "chmod 755 \(PathTests.web)", "70\n"),
                ("chown hermes \(PathTests.web)/supervise", "chown root \(PathTests.web)/supervise", "70\n"),
                ("mv \(PathTests.web) /run/moved", "mv /run/moved \(PathTests.web)", "69\n"),
                ("chmod 666 /run/hermes-s6/policy", "chmod 644 /run/hermes-s6/policy", "78\n"),
                (
                    "chmod 600 \(PathTests.web)/supervise/control", "chmod 620 \(PathTests.web)/supervise/control",
                    "111\n"
                ),
            ] {
                try world.root(change)
                #expect(try broker.ask("web up\n") == code, "\(change)")
                try world.root(back)
            }
            #expect(try broker.ask("web up\n") == "0\n" && probe.received() == "u")
        }
    }

    @Test func `44: no_new_privs on both sides is no obstacle`() throws {
        try Probe.with { (world, probe) throws in
            let broker = try BrokerProcess(in: world, noNewPrivileges: true)
            defer { broker.end() }
            #expect(try broker.ask("web up\n", noNewPrivileges: true) == "0\n")
            #expect(probe.received() == "u")
        }
    }

    @Test func `46: in a user namespace of its own hermes is hermes`() throws {
        try with { (world, probe, broker) throws in
            let program =
                "use Socket; socket(S,1,1,0); connect(S,pack_sockaddr_un('/run/hermes-s6/broker/sock'));"
                + "syswrite(S,\"web up\\n\"); print <S>"
            // Where hermes may make none there is nothing to show.
            guard try world.run(as: .hermes, ["unshare", "-Ur", "true"]).code == 0 else { return }
            let result = try world.run(as: .hermes, ["unshare", "-Ur", "perl", "-e", program])
            #expect(result.output == "0\n" && probe.received() == "u")
            #expect(broker.audit.last?.hasPrefix("uid=10000 ") == true)
        }
    }

    @Test func `C14: who asks too often is refused, and nobody else`() throws {
        try with { (world, probe, broker) throws in
            try world.policy("10000 web udrt", "10001 web u")
            let flood =
                "for(1..400){socket(S,1,1,0);connect(S,pack_sockaddr_un('/run/hermes-s6/broker/sock'))||next;"
                + "syswrite(S,\"web term\\n\");$n{<S>}++;close S} print map {\"$_ $n{$_} \" =~ s/\\n//r} sort keys %n"
            let start = ContinuousClock.now
            let answers = try world.run(as: .hermes, ["perl", "-MSocket", "-e", flood]).output
            // 32 at once and 16 a second are allowed: a machine that takes long for the flood lets more of it pass.
            let allowed = 33 + 16 * Int((ContinuousClock.now - start).components.seconds + 1)
            let sent = probe.received().count
            #expect((32...min(400, allowed)).contains(sent), "\(answers), \(sent) sent")
            guard answers.contains("75 ") else { return #expect(allowed >= 400, "\(answers)") }
            #expect(try broker.ask("web up\n", as: .other) == "0\n")
            #expect(broker.audit.count <= sent + 60, "the log is not flooded")
            #expect(broker.audit.contains { $0.hasSuffix(" asks too often code=75") })
        }
    }

    @Test func `C14: who connects and says nothing keeps nobody out`() throws {
        try with { (world, probe, broker) throws in
            try world.policy("10000 web u", "10001 web u")
            let idle =
                "my @s; for(1..200){socket($s[$_],1,1,0);connect($s[$_],pack_sockaddr_un('/run/hermes-s6/broker/sock'))}"
                + "open(F,'>/tmp/'.$ARGV[0]); close F; sleep 1000"
            let token = "idle-\(UUID().uuidString)"
            let holder = try Child(world.entering(as: .hermes, ["perl", "-MSocket", "-e", idle, token]))
            defer { holder.signal(SIGKILL); holder.wait(); unlink("/tmp/" + token) }
            try eventually("they are connected") { FileManager.default.fileExists(atPath: "/tmp/" + token) }
            #expect(try broker.ask("web up\n", as: .other) == "0\n")
            try eventually("those who say nothing are let go") { try broker.ask("web up\n") == "0\n" }
            #expect(probe.received().hasPrefix("uu"))
        }
    }

    @Test func `C14: a descriptor whose closing takes as long as hermes likes is not taken`() throws {
        try with { (world, probe, broker) throws in
            try world.policy("10000 web u", "10001 web u")
            let pass = [World.stage + "/adversary", "passlinger=/run/hermes-s6/broker/sock", "--", "/bin/true"]
            let code = try world.run(as: .hermes, pass).code
            // Linux has a remedy since 6.16; before, this is a risk that SECURITY.md names.
            let release = try Command.run("uname", "-r").output.split(separator: ".").prefix(2).compactMap { Int($0) }
            let hasRemedy = !release.lexicographicallyPrecedes([6, 16])
            #expect(code == (hasRemedy ? 1 : 0))
            guard hasRemedy else { return }
            #expect(try broker.ask("web up\n", as: .other) == "0\n" && probe.received() == "u")
        }
    }

    @Test func `C14: a user has eight connections, and the ninth is told so`() throws {
        try with { (world, _, _) throws in
            let program =
                "my @s; for(1..9){socket($s[$_],1,1,0);connect($s[$_],pack_sockaddr_un('/run/hermes-s6/broker/sock'));"
                + "select(undef,undef,undef,0.05)} my $f=$s[9]; print <$f>; my $g=$s[1]; print '-', <$g>, '-'"
            // The ninth is answered at once; the first is let go without an answer, when its time is over.
            #expect(try world.run(as: .hermes, ["perl", "-MSocket", "-e", program]).output == "75\n--")
        }
    }

    @Test(arguments: [">/dev/full", ">&-"])
    func `a log that takes nothing has it do nothing`(output: String) throws {
        try Probe.with { (world, probe) throws in
            let line = "exec /usr/libexec/hermes-s6/perm-broker \(output)"
            let child = try Child(world.entering(as: .s6ctl, ["sh", "-c", line]))
            defer { child.signal(SIGKILL); child.wait() }
            guard output == ">/dev/full" else {
                #expect(child.wait() == 75, "it does not even start")
                return
            }
            try eventually("it listens") { world.exists("/run/hermes-s6/broker/sock") }
            let program =
                "use Socket; socket(S,1,1,0); connect(S,pack_sockaddr_un('/run/hermes-s6/broker/sock'));"
                + "syswrite(S,\"web up\\n\"); print <S>"
            #expect(try world.run(as: .hermes, ["perl", "-e", program]).output == "111\n")
            #expect(probe.received() == "")
        }
    }

    @Test func `it holds no privilege, and can do little`() throws {
        try with { (world, _, broker) throws in
            // The socket is there a moment before it has sealed itself off, which is before it answers.
            var lines: Set<String> = []
            try eventually("it is sealed off") {
                let text = try Contents.text("/proc/\(broker.child.pid)/status")
                lines = Set(
                    text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
                )
                return lines.contains("Seccomp: 2")
            }
            for line in [
                "Uid: 20010 20010 20010 20010", "Gid: 20010 20010 20010 20010", "NoNewPrivs: 1",
                "CapInh: 0000000000000000", "CapPrm: 0000000000000000", "CapEff: 0000000000000000",
            ] { #expect(lines.contains(line), "\(line)") }
            #expect(try world.run(as: .hermes, ["cat", "/proc/\(broker.child.pid)/maps"]).code != 0)
            #expect(try world.run(as: .hermes, ["kill", "\(broker.child.pid)"]).code != 0)
            #expect(try world.run(as: .hermes, ["rm", "/run/hermes-s6/broker/sock"]).code != 0)
            #expect(try world.root("stat -c %a,%U /run/hermes-s6/broker/sock") == "666,s6ctl\n")
        }
    }

    @Test func `it does not run as root, and says when it listens`() throws {
        try World.with { (world) throws in
            let broker = "/usr/libexec/hermes-s6/perm-broker"
            let refused = try world.run(as: .root, [broker])
            #expect(refused.code == 126 && refused.errors.contains("s6-setuidgid s6ctl"))
            #expect(try world.run(as: .s6ctl, [broker, "now"]).code == 100)
            try world.root("chown root /run/hermes-s6/broker")
            let unable = try world.run(as: .s6ctl, [broker])
            #expect(unable.code == 111 && unable.errors.contains("perm-grant services"))
            try world.root("chown s6ctl /run/hermes-s6/broker")
            let run = "exec s6-setuidgid s6ctl \(broker) --ready-fd 3"
            try world.add("perm-broker", script: run, files: ["notification-fd": "3\n"])
            try eventually("it is ready") { try world.field("ready", "perm-broker") == "true" }
            try world.root("s6-svc -T 20000 -wR -r \(World.base)/perm-broker")
            #expect(try world.field("ready", "perm-broker") == "true", "the old socket is replaced")
        }
    }

    @Test func `what it cannot log it does not do`() throws {
        try Probe.with { (world, probe) throws in
            let token = "/tmp/blocked-\(UUID().uuidString)"
            // Its standard output is a pipe that nobody reads, and that is full once it listens.
            let script = """
                use Fcntl; pipe(R, W); my $pid = fork(); \
                if (!$pid) { open(STDOUT, ">&W"); exec("/usr/libexec/hermes-s6/perm-broker") } \
                $SIG{TERM} = sub { kill 9, $pid; exit }; \
                select(undef, undef, undef, 0.01) until -S "/run/hermes-s6/broker/sock"; \
                fcntl(W, F_SETFL, O_NONBLOCK); 1 while syswrite(W, "x" x 4096); 1 while syswrite(W, "x"); \
                open(F, ">$ARGV[0]"); close F; sleep 1000
                """
            let child = try Child(world.entering(as: .s6ctl, ["perl", "-e", script, token]))
            defer { child.signal(SIGTERM); child.wait(); unlink(token) }
            try eventually("its log is full") { FileManager.default.fileExists(atPath: token) }
            let program =
                "use Socket; socket(S,1,1,0); connect(S,pack_sockaddr_un('/run/hermes-s6/broker/sock'));"
                + "syswrite(S,\"web up\\n\"); print <S>"
            #expect(try world.run(as: .hermes, ["perl", "-e", program]).output == "111\n")
            #expect(probe.received() == "")
        }
    }
}
