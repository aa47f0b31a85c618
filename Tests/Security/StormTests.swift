import Foundation
import LiveTree
import Testing

/// What only happens now and then is done very often: see `make soak`.
@Suite(.inWorld, .timeLimit(.minutes(Soak.minutes))) struct SecurityStormTests {
    @Test(arguments: World.Mode.allCases)
    func `14: killed at any moment it has sent its byte or nothing`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            var sent = 0, succeeded = 0
            for _ in 0..<Soak.count(500, otherwise: 50) {
                let child = try Child(world.entering(as: .hermes, [World.helper, "web", "up"]))
                usleep(.random(in: 0..<4000))
                child.signal(SIGKILL)
                if child.wait() == 0 { succeeded += 1 }
                let bytes = probe.received()
                #expect(bytes.isEmpty || bytes == "u")
                sent += bytes.count
            }
            #expect(sent >= succeeded)
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `15: stopped and continued at any moment it is the same`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            for _ in 0..<Soak.count(500, otherwise: 30) {
                let child = try Child(world.entering(as: .hermes, [World.helper, "web", "up"]))
                usleep(.random(in: 0..<2000))
                child.signal(SIGSTOP)
                usleep(.random(in: 0..<1000))
                child.signal(SIGCONT)
                #expect(child.wait() == 0)
                #expect(probe.received() == "u")
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
            let swaps = Soak.count(3_000_000, otherwise: 100_000), evil = "\(World.base)/evil"
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
            // renameat2(AT_FDCWD, web, AT_FDCWD, evil, RENAME_EXCHANGE), an even number of times
            let program =
                "use strict; require 'syscall.ph' if 0; my $n = (`uname -m` =~ /aarch64/) ? 276 : 316; "
                + "chdir '\(World.base)'; for (1..$ARGV[0]) { syscall($n, -100, my $a = 'web', -100, my $b = 'evil', 2) == 0 or die $! }"
            let swapper = try Child(world.entering(as: .root, ["perl", "-e", program, "\(swaps)"]))
            var runs = 0
            while swapper.isRunning {
                let code = try world.help("web", "up").code
                #expect(code == 0 || code == 70, "\(code)")
                runs += 1
                let bytes = probe.received()
                #expect(bytes == (code == 0 ? "u" : ""), "\(code): \(bytes)")
            }
            #expect(swapper.wait() == 0 && runs > 0)
            var byte: UInt8 = 0
            #expect(read(reader, &byte, 1) < 0, "not one byte has come to the evil FIFO in \(runs) runs")
        }
    }
}
