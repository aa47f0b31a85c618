import Foundation
import LiveTree
import Testing

/// Control of root's services by hermes, by each route.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct RelayTests {
    @Test(arguments: Route.allCases)
    func `hermes stops, starts and restarts a service, and has it all as if it were its own`(route: Route) throws {
        try route.with("udrt", .ready) { world in
            let before = try world.field("pid", "web")
            #expect(try world.ctl("restart", "web", "--timeout", "20").code == 0)
            #expect(try world.field("pid", "web") != before && world.field("ready", "web") == "true")
            #expect(try world.ctl("stop", "web", "--timeout", "20").code == 0)
            #expect(try world.field("up", "web") == "false")
            #expect(try world.ctl("stop", "web", "--timeout", "20").code == 0, "it is stopped already")
            #expect(try world.ctl("start", "web", "--timeout", "20").code == 0)
            #expect(try world.field("ready", "web") == "true")
            let status = try world.ctl("status", "--json", "web")
            #expect(status.output.contains(#""supervised":true,"up":true,"ready":true"#), "\(status)")
            #expect(try world.ctl("wait", "ready", "web", "--timeout", "20").code == 0)
        }
    }

    @Test(arguments: Route.allCases)
    func `what the policy does not grant is denied, and nothing is sent`(route: Route) throws {
        try route.with("u") { world in
            try world.expect("signal", "HUP", "web", code: 77, saying: "have hup relayed", "does not grant")
            try world.expect("stop", "web", "--timeout", "5", code: 77, saying: "nothing was sent", "perm-grant")
            #expect(try world.field("up", "web") == "true" && world.field("wantedup", "web") == "true")
            #expect(try world.ctl("stop", "web", as: .other).code == 77)
            #expect(try world.ctl("start", "web", "--timeout", "20").code == 0)
        }
    }

    @Test func `who may only restart has it, though not at once`() throws {
        try Route.setgid.with("r") { world in
            let before = try world.field("pid", "web")
            #expect(try world.ctl("restart", "web", "--timeout", "20").code == 0)
            #expect(try world.field("up", "web") == "true" && world.field("pid", "web") != before)
            try world.root("s6-svc -wd -d \(World.base)/web")
            try world.expect("restart", "web", "--timeout", "20", code: 77, saying: "cannot have up relayed")
        }
    }

    @Test func `what is paused cannot be restarted, and that is said at once`() throws {
        try Route.setgid.with("udrt") { world in
            try world.root("s6-svc -p \(World.base)/web")
            try eventually("it is paused") { try world.field("paused", "web") == "true" }
            try world.expect("restart", "web", "--timeout", "20", code: 100, saying: "cannot have c sent", "as root")
            #expect(try world.ctl("stop", "web", "--timeout", "20").code == 0, "d has it go on")
            #expect(try world.ctl("restart", "web", "--timeout", "20").code == 0)
        }
    }

    @Test func `a broker that keeps silent is waited for no longer than the command, and once for all services`() throws
    {
        try World.with { world in
            try world.add("web")
            try world.grant("web")
            try world.policy("10000 web udrt")
            try BrokerProcess.with(world) { broker in
                broker.child.signal(SIGSTOP)
                let result = try world.run(as: .hermes, [HermesCtl.path, "restart", "web", "--timeout", "0.2"])
                #expect(result.code == 111 && result.errors.contains("has not answered"), "\(result)")
                let status = try world.run(as: .hermes, [HermesCtl.path, "status", "web", "web", "web", "web"])
                #expect(status.code == 0 && status.output.contains("supervisor unknown"), "\(status)")
            }
        }
    }

    @Test(arguments: Route.allCases)
    func `a dead supervisor is known, and so not waited for`(route: Route) throws {
        try route.with { world in
            try world.root("rm /run/service/web && s6-svscanctl -an /run/service")
            try eventually("it has gone") { try world.run(as: .root, ["s6-svok", World.base + "/web"]).code == 1 }
            for words in [["stop"], ["start"], ["wait", "up", "--timeout", "20"], ["signal", "TERM"], ["status"]] {
                let result = try world.run(as: .hermes, [HermesCtl.path] + words + ["web"])
                #expect(result.code == 102, "\(words): \(result)")
                #expect(result.errors.contains("no s6-supervise runs on it"))
            }
        }
    }

    @Test func `what arrives is the one byte that was asked for`() throws {
        try Probe.with { world, probe in
            for (words, byte) in [
                (["send", "u"], "u"), (["send", "d"], "d"), (["send", "r"], "r"), (["send", "t"], "t"),
                (["send", "h"], "h"), (["send", "rc"], "r"), (["stop", "--no-wait"], "d"),
                (["start", "--no-wait"], "u"), (["restart", "--no-wait"], "ru"),
            ] {
                let result = try world.run(as: .hermes, [HermesCtl.path] + words + ["web"])
                #expect(result.code == 0 && probe.received() == byte, "\(words): \(result)")
            }
            for bytes in ["k", "x", "D", "Q", "ud", "dx", "rcu", "Kk"] {
                try world.expect("send", bytes, "web", code: 100, saying: "u, d, r, t or h, one at a time")
            }
            #expect(probe.received().isEmpty)
        }
    }

    @Test func `a relay's reasons are told apart`() throws {
        try Probe.with { world, probe in
            let supervise = "\(World.base)/web/supervise"
            try world.root("chmod 733 \(supervise)")
            try world.expect("send", "u", "web", code: 70, saying: "not root's alone", "hermesctl doctor")
            try world.root("chmod 711 \(supervise)")
            try world.root("chown root:root \(supervise)/control")
            try world.expect("send", "u", "web", code: 111, saying: "have root run: perm-grant services")
            try world.root("chown root:s6ctl \(supervise)/control && echo x >>/run/hermes-s6/policy")
            try world.expect("send", "u", "web", code: 78, saying: "not well formed", "perm-grant")
            try world.policy("10000 web udrth")
            #expect(probe.received().isEmpty)
            probe.fill()
            try world.expect("send", "u", "web", code: 75, saying: "its FIFO is full")
        }
    }

    @Test func `another service of the same name is not taken for it`() throws {
        try Route.setgid.with { world in
            try world.root(
                """
                mkdir -p /run/other/web /run/links
                cp -a \(World.base)/web/run /run/other/web/
                mkdir -m 711 /run/other/web/supervise && mkfifo -m 600 /run/other/web/supervise/control
                ln -s \(World.base)/web /run/links/other
                mkdir -p \(World.base)/web/log/supervise && mkfifo -m 600 \(World.base)/web/log/supervise/control
                """
            )
            for path in ["/run/other/web", "/run/links/other", "\(World.base)/web/log"] {
                try world.expect("send", "d", path, code: 111, saying: "supervise/control: cannot open: permission")
            }
            #expect(try world.field("wantedup", "web") == "true")
            #expect(try world.ctl("send", "d", "/run/service/web").code == 0)
            try eventually("it is down") { try world.field("up", "web") == "false" }
        }
    }

    @Test func `tampering is told with the status, too`() throws {
        try Route.setgid.with { world in
            try world.root("chmod 733 \(World.base)/web/supervise")
            let result = try world.ctl("status", "--json", "web")
            #expect(result.code == 70 && result.errors.contains("not root's alone"), "\(result)")
            #expect(result.output.contains(#""supervised":null,"up":true"#), "what is written there is shown")
        }
    }

    @Test func `a kill cannot be relayed, and that is said, not waited for`() throws {
        try Route.setgid.with("udrt", .stubborn) { world in
            try world.expect("signal", "KILL", "web", code: 100, saying: "cannot have k sent", "run this as root")
            for verb in ["stop", "restart"] {
                let words = [verb, "web", "--timeout", "60", "--kill-after", "0.2"]
                let result = try world.run(as: .hermes, [HermesCtl.path] + words)
                #expect(result.code == 100 && result.errors.contains("cannot have Kk sent"), "\(result)")
            }
        }
    }

    @Test func `the helper is heard by one whose parent ignores its children`() throws {
        try Route.setgid.with { world in
            let deaf = ["perl", "-e", "$SIG{CHLD} = 'IGNORE'; exec @ARGV"]
            let result = try world.ctl("stop", "web", "--timeout", "20", by: deaf)
            #expect(try result.code == 0 && world.field("up", "web") == "false", "\(result)")
        }
    }

    @Test func `without a relay the status is told, and that the supervisor is not known`() throws {
        try Route.setgid.with { world in
            try world.root("rm \(World.helper)")
            let json = try world.ctl("status", "--json", "web")
            #expect(json.code == 0 && json.output.contains(#""supervised":null,"up":true"#), "\(json)")
            let text = try world.ctl("status", "web")
            #expect(text.code == 0 && text.output.contains(", supervisor unknown\t"), "\(text)")
            #expect(try world.ctl("wait", "up", "web", "--timeout", "20").code == 0)
        }
    }
}
