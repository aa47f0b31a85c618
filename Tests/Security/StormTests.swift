import Foundation
import LiveTree
import Testing

/// What only happens now and then is done very often: see `make soak`.
@Suite(.inWorld, .timeLimit(.minutes(max(8, Soak.minutes)))) struct SecurityStormTests {
    /// Starts the helper, and does something to it some microseconds after it was executed.
    ///
    /// Returns its code, and whether it was the helper that it was done to.
    func hit(_ world: World, _ act: (Child) -> Void) throws -> (code: Int32, isHit: Bool) {
        let release = FileManager.default.temporaryDirectory.path + "/release-\(UUID().uuidString)"
        guard mkfifo(release, 0o666) == 0, chmod(release, 0o666) == 0 else { throw NotSo(what: "a FIFO") }
        defer { unlink(release) }
        let words = [World.stage + "/adversary", "release=" + release, "--", World.helper, "web", "up"]
        let child = try Child(world.entering(as: .hermes, words))
        let gate = open(release, O_WRONLY | O_CLOEXEC)  // until it is about to execute the helper
        write(gate, "x", 1)
        close(gate)
        usleep(.random(in: 0..<900))
        let name = try? Contents.text("/proc/\(child.pid)/comm")
        act(child)
        return (child.wait(), name == "perm-helper\n")
    }

    @Test(arguments: World.Mode.allCases)
    func `14: killed at any moment it has sent its byte or nothing`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let wanted = Soak.count(500, otherwise: 20)
            var hits = 0, starts = 0
            while hits < wanted {
                let (code, isHit) = try hit(world) { $0.signal(SIGKILL) }
                if isHit && code == 128 + SIGKILL { hits += 1 }
                let bytes = probe.received()
                #expect(code == 0 ? bytes == "u" : bytes.isEmpty || bytes == "u")
                starts += 1
                guard starts < 200 * wanted else { throw NotSo(what: "\(wanted) hits: \(hits) in \(starts)") }
            }
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `15: stopped and continued at any moment it is the same`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let wanted = Soak.count(500, otherwise: 20)
            var hits = 0, starts = 0
            while hits < wanted {
                let (code, isHit) = try hit(world) { child in
                    child.signal(SIGSTOP)
                    usleep(.random(in: 0..<1000))
                    child.signal(SIGCONT)
                }
                if isHit { hits += 1 }
                #expect(code == 0)
                #expect(probe.received() == "u")
                starts += 1
                guard starts < 200 * wanted else { throw NotSo(what: "\(wanted) hits: \(hits) in \(starts)") }
            }
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `54: a hundred at once are a hundred bytes`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let script = "seq 100 | xargs -P 100 -I N \(World.helper) web up"
            #expect(try world.run(as: .hermes, ["sh", "-c", script]).code == 0)
            #expect(probe.received() == String(repeating: "u", count: 100))
        }
    }

    @Test func `54: so they are at the broker, as far as a user's allowance goes`() throws {
        try Probe.with { (world, probe) throws in
            try BrokerProcess.with(world) { (_) throws in
                let one =
                    "use Socket; socket(S,1,1,0); connect(S,pack_sockaddr_un('/run/hermes-s6/broker/sock'));"
                    + "syswrite(S,\"web up\\n\"); exit(<S>)"
                let script =
                    "seq 100 | xargs -P 100 -I N sh -c 'perl -e \"$0\" && echo' '\(one.replacing("'", with: "'\\''"))' | wc -l"
                let count = try world.run(as: .hermes, ["sh", "-c", script]).output
                let sent = probe.received().count
                #expect(Int(count.trimmingCharacters(in: .newlines)) == sent && sent >= 32)
            }
        }
    }

    /// C11, 33: somebody who may write in the directory above exchanges the servicedir all the time.
    @Test(arguments: World.Mode.allCases)
    func `33: a servicedir that is exchanged meanwhile is refused, or the right one`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let calls = Soak.count(6000, otherwise: 120), evil = "\(World.base)/evil"
            try world.root(
                """
                mkdir -m 755 \(evil) && mkdir -m 711 \(evil)/supervise && mkfifo -m 620 \(evil)/supervise/control
                chgrp s6ctl \(evil)/supervise/control; chown hermes \(evil)
                """
            )
            let reader = open(
                world.path("\(world.servicedirs)/evil/supervise/control"),
                O_RDWR | O_NONBLOCK | O_CLOEXEC
            )
            defer { close(reader) }
            // renameat2(AT_FDCWD, web, AT_FDCWD, evil, RENAME_EXCHANGE)
            let program =
                "my $n = (`uname -m` =~ /aarch64/) ? 276 : 316; my $done = 0; "
                + "$SIG{TERM} = sub { print $done; exit }; $| = 1; chdir '\(World.base)'; "
                + "while (1) { syscall($n, -100, my $a = 'web', -100, my $b = 'evil', 2) == 0 or die $!; $done++ }"
            let output = FileManager.default.temporaryDirectory.path + "/swaps-\(UUID().uuidString)"
            let file = open(output, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            defer { close(file); unlink(output) }
            let swapper = try Child(world.entering(as: .root, ["perl", "-e", program]), output: file)
            var seen: Set<Int32> = []
            for _ in 0..<calls {
                let code = try world.help("web", "up").code
                #expect(code == 0 || code == 70, "\(code)")
                seen.insert(code)
                let bytes = probe.received()
                #expect(bytes == (code == 0 ? "u" : ""), "\(code): \(bytes)")
            }
            swapper.signal(SIGTERM)
            swapper.wait()
            let swaps = Int(try Contents.text(output)) ?? 0
            #expect(seen == [0, 70] && swaps > 50 * calls, "\(seen) in \(swaps) swaps")
            var byte: UInt8 = 0
            #expect(read(reader, &byte, 1) < 0, "not one byte has come to the evil FIFO")
        }
    }
}
