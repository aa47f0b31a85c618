import LiveTree
import Testing

/// What is asked, and by whom: the helper's grammar and its answers.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct RequestTests {
    @Test(arguments: World.Mode.allCases)
    func `21, 22: what is no name of a service is refused before anything is opened`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let long = String(repeating: "a", count: 65), longer = String(repeating: "a", count: 120_000)
            let names = [
                "../web", "/etc/passwd", "web/", "", ".", "..", ".s6-svscan", "-h", "--help", "web/../db", "we\nb",
                "w\u{1}b",
                "w\u{e9}b", "we b", "%s%n", "*", "$(id)", "web\t", long, longer,
            ]
            for name in names {
                #expect(try world.help(name, "up").code == 100, "\(name.prefix(80))")
            }
            #expect(try world.help(String(repeating: "a", count: 64), "up").code == 77)
            #expect(probe.received() == "")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `23: what is no verb is refused`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let verbs = [
                "UP", "u", "restart ", "", "exit", "x", "kill", "up\n", "pause", String(repeating: "u", count: 100_000),
            ]
            for verb in verbs { #expect(try world.help("web", verb).code == 100, "\(verb.prefix(80))") }
            #expect(probe.received() == "")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `each verb is its one byte, and check is none`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            for (verb, byte) in [
                ("up", "u"), ("down", "d"), ("restart", "r"), ("term", "t"), ("hup", "h"), ("check", ""),
            ] {
                let result = try world.help("web", verb)
                #expect(result == Command.Result(code: 0, output: "", errors: ""))
                #expect(probe.received() == byte)
            }
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `24, 37: what is not granted is denied in the same words, be it there or not`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            try world.policy("10000 web u", "10001 db u", "10001 web udrth")
            _ = try Probe("db", in: world)
            let denied = try world.help("web", "down")
            #expect(denied.code == 77 && denied.output.isEmpty)
            for (service, verb) in [
                ("web", "hup"), ("db", "up"), ("db", "check"), ("absent", "up"), ("we", "up"), ("webx", "up"),
            ] {
                #expect(try world.help(service, verb) == denied, "\(service) \(verb)")
            }
            #expect(try world.help("web", "up").code == 0 && probe.received() == "u")
            try world.policy()
            #expect(try world.help("web", "up") == denied, "an empty policy grants nothing")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `39 to 41: who asks is who the kernel says, and root is nobody special`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            #expect(try world.help("web", "up", as: .other).code == 77)
            #expect(try world.help("web", "up", as: .root).code == 77)
            let mixed = ["setpriv", "--ruid", "10000", "--euid", "10001", "--regid", "10000", "--clear-groups"]
            #expect(try world.run(as: .root, mixed + [World.helper, "web", "up"]).code == 0)
            #expect(probe.received() == "u")
            let reversed = ["setpriv", "--ruid", "10001", "--euid", "10000", "--regid", "10000", "--clear-groups"]
            #expect(try world.run(as: .root, reversed + [World.helper, "web", "up"]).code == 77)
            #expect(probe.received() == "")
        }
    }
}
