import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// What becomes of gateways that end, on a live tree.
@Suite(.live, .bounded) struct CrashLoopTests {
    func capped(_ hermes: HermesTree, _ profile: String) throws -> CappedGateway? {
        try hermes.manager.capped(name(profile))
    }

    @Test func `U09 B12 finish says 125 to a planned end and to a fatal configuration`() throws {
        try HermesTree.with { hermes in
            try hermes.manager.register(name("work"), starting: false, soon())
            for (arguments, code) in [
                ("0 0", 125), ("78 0", 125), ("1 0", 0), ("256 9", 0), ("137 0", 0), ("75 0", 0), ("", 0),
            ] {
                let script = "cd '\(hermes.slot("work"))' && exec ./finish \(arguments)"
                #expect(
                    try Command.run(["sh", "-c", script], environment: hermes.environment).code == code,
                    "\(arguments)"
                )
            }
        }
    }

    @Test func `P07 G01 a crash loop ends, is told, and is lifted by start`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_CRASH_CAP": "3 60"]) { hermes in
            try hermes.behave("work", "exit=1")
            #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
            try eventually("it is capped") { try capped(hermes, "work") != nil }
            try eventually("it is down") { try hermes.manager.service(name("work")).status().isFinished }
            let status = try hermes.ctl("gateway", "status", "-p", "work")
            #expect(status.output.contains("capped: 3 deaths in ") && status.output.contains(" s, last exit 1"))
            #expect(
                try !hermes.manager.service(name("work")).status().wantsUp && hermes.has(hermes.slot("work") + "/down")
            )
            #expect(try hermes.desired("work") == "running", "what was wanted still is")
            #expect(try hermes.ctl("health").code == 1)
            let starts = hermes.text("gateway-starts.log", of: "work")
            usleep(1_500_000)
            #expect(hermes.text("gateway-starts.log", of: "work") == starts, "it consumes nothing any more")
            try hermes.behave("work")
            #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
            try hermes.settle("work")
            #expect(try capped(hermes, "work") == nil && !hermes.has(hermes.slot("work") + "/down"))
            #expect(try hermes.gateways()["work"]?["deaths"] as? Int == 0)
            #expect(try hermes.ctl("health").code == 0)
        }
    }

    @Test func `D9 what is stopped or restarted on purpose never counts, at a cap of one`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_CRASH_CAP": "1 600"]) { hermes in
            try hermes.ctl("gateway", "start", "-p", "work")
            for _ in 0..<4 {
                try hermes.settle("work")
                #expect(try hermes.ctl("gateway", "restart", "-p", "work").code == 0)
                #expect(try capped(hermes, "work") == nil)
            }
            for _ in 0..<3 {
                try hermes.settle("work")
                #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
                #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
                #expect(try capped(hermes, "work") == nil)
            }
            try hermes.settle("work")
            let gateway = try hermes.pid("work")
            #expect(gateway > 0)
            if gateway > 0 { kill(gateway, SIGKILL) }
            try eventually("one crash is enough") { try capped(hermes, "work") != nil }
            #expect(try hermes.gateways()["work"]?["last_exit"] as? String == "killed by SIGKILL")
        }
    }

    @Test func `B100 a fatal configuration stays down, and a restart that is asked for does not count`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_CRASH_CAP": "1 600"]) { hermes in
            try hermes.behave("work", "exit=78")
            _ = try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it stays down") { try hermes.manager.service(name("work")).status().isFinished }
            #expect(try hermes.gateways()["work"]?["last_exit"] as? String == "fatal configuration (exit 78)")
            #expect(try capped(hermes, "work") == nil)
            try hermes.behave("play", "exit=75")
            _ = try hermes.ctl("gateway", "start", "-p", "play")
            try eventually("it is started again and again") {
                (hermes.text("gateway-starts.log", of: "play") ?? "").split(separator: "\n").count >= 3
            }
            #expect(try capped(hermes, "play") == nil)
        }
    }

    @Test func `the profile's own cap counts, and 0 is none`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_CRASH_CAP": "1 600"]) { hermes in
            try hermes.write("0\n", to: "gateway.crash-cap", of: "work")
            try hermes.behave("work", "exit=1")
            _ = try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it is started again and again") {
                (hermes.text("gateway-starts.log", of: "work") ?? "").split(separator: "\n").count >= 3
            }
            #expect(try capped(hermes, "work") == nil)
        }
    }

    @Test func `P09 a slot that hermes cannot write to is started again all the same`() throws {
        try HermesTree.with(environment: ["HERMES_GATEWAY_CRASH_CAP": "1 600"]) { hermes in
            try hermes.manager.register(name("work"), starting: false, soon())
            try Data("x".utf8).write(to: URL(filePath: hermes.slot("work") + "/data"))
            try hermes.behave("work", "exit=1")
            _ = try hermes.ctl("gateway", "start", "-p", "work")
            try eventually("it is started again") {
                (hermes.text("gateway-starts.log", of: "work") ?? "").split(separator: "\n").count >= 2
            }
        }
    }
}
