import Testing

@testable import HermesCommands
@testable import S6Native

@Suite struct GrammarTests {
    func parse(_ words: String..., as spec: CommandSpec = StopCommand.spec) throws -> Arguments? {
        try WordParser.parse(words.map { Array($0.utf8) }, spec)
    }

    @Test func `options stand anywhere, with their value attached or after them`() throws {
        let arguments = try #require(try parse("web", "--timeout", "2.5", "--kill-after=1", "db", "--json"))
        #expect(arguments.operands == [Array("web".utf8), Array("db".utf8)])
        #expect(arguments.timeout == .milliseconds(2500) && arguments.killAfter == .seconds(1))
        #expect(arguments.json && arguments.waits)
    }

    @Test func `two dashes end the options`() throws {
        let arguments = try #require(try parse("--no-wait", "--", "--json", "-o"))
        #expect(arguments.operands == [Array("--json".utf8), Array("-o".utf8)])
        #expect(!arguments.json && !arguments.waits)
    }

    @Test func `a short option may have its value attached`() throws {
        let arguments = try #require(try parse("-oup,pid", "web", as: StatusCommand.spec))
        #expect(arguments.fields == [.up, .pid])
        #expect(try #require(try parse("--fields=pgid", "web", as: StatusCommand.spec)).fields == [.pgid])
    }

    @Test func `help is asked for anywhere`() throws {
        #expect(try parse("--help") == nil)
        #expect(try parse("web", "-h", "--nonsense") == nil)
    }

    @Test(arguments: [
        ["stop"], ["stop", "--frobnicate", "web"], ["stop", "--timeout"], ["stop", "--timeout", "soon", "web"],
        ["stop", "--json=yes", "web"], ["stop", "--any", "web"], ["stop", "-x", "web"], ["list", "web"],
        ["rescan", "a"],
        ["status", "-o", "uptime", "web"], ["status", "-o", "", "web"], ["status", "--json", "-o", "up", "web"],
        ["wait", "sideways", "web"], ["wait", "up"], ["signal", "SEGV", "web"], ["signal", "FOO", "web"],
        ["signal", "0", "web"], ["signal", "TERM"], ["send", "Z", "web"], ["send", "dx"], ["tree"],
        ["tree", "climb", "x"],
        ["tree", "run"], ["tree", "run", "a", "b"], ["tree", "run", "--max", "1", "a"],
        ["tree", "run", "--ready-fd", "2", "a"],
        ["tree", "run", "--ready-fd", "999", "a"], ["frobnicate"], [], ["publish", "--as", "a", "/x", "/y"],
        ["publish", "--as", "a/b", "/x"], ["list", "--scandir", ""], ["help", "frobnicate"], ["policy"],
        ["policy", "check", "/a", "/b"],
    ])
    func `wrong words are told of, end with 100, and do nothing`(words: [String]) {
        let (code, console) = TestConsole.run(words)
        #expect(code == 100)
        #expect(console.output.isEmpty)
        let lines = console.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("hermesctl ") && lines[0].contains("cannot "))
        #expect(lines.last?.contains("--help") == true)
    }

    @Test(arguments: [
        ("30", 30_000), ("0", 0), ("0.5", 500), ("1.25", 1250), ("3155760000", 3_155_760_000_000),
    ])
    func `seconds are read as people write them`(text: String, milliseconds: Int64) {
        #expect(Seconds.duration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", ".5x", "-1", "+1", "1e3", "1,5", "0.1234567890", "99999999999", "nan", " 1", "1."])
    func `what is no number of seconds is refused`(text: String) {
        #expect(Seconds.duration(text) == nil)
    }

    @Test(
        arguments: [
            ("TERM", 15), ("SIGTERM", 15), ("term", 15), ("15", 15), ("sigkill", 9), ("CHLD", 17), ("64", 64),
        ] as [(String, Int32)]
    )
    func `a signal is known by name and number`(text: String, number: Int32) {
        #expect(SignalName.number(of: text) == number)
    }

    @Test(arguments: ["", "SIG", "0", "65", "-9", "NOPE"]) func `what is no signal is refused`(text: String) {
        #expect(SignalName.number(of: text) == nil)
    }

    @Test func `a timeout of zero is for ever, and wait's default is too`() throws {
        #expect(try #require(try parse("--timeout", "0", "web")).deadline(StopCommand.spec).isNever)
        #expect(Arguments().deadline(WaitCommand.spec).isNever)
        #expect(!Arguments().deadline(StopCommand.spec).isNever)
    }
}

@Suite struct HelpTests {
    @Test func `every command has a help with an example that parses`() throws {
        for command in HermesControl.commands {
            let spec = command.spec
            let (code, console) = TestConsole.run(spec.words + ["--help"])
            #expect(code == 0)
            #expect(console.output.contains("Usage: hermesctl \(spec.name)") && console.output.contains("Example:"))
            #expect(TestConsole.run(["help"] + spec.words).console.output == console.output)
            for line in console.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
            let words = spec.example.split(separator: " ").map(String.init)
            #expect(words.first == "hermesctl" && Array(words.dropFirst().prefix(spec.words.count)) == spec.words)
            let rest = words.dropFirst(1 + spec.words.count).map { Array($0.utf8) }
            #expect(try WordParser.parse(rest, spec) != nil)
        }
    }

    @Test func `the fields in the help are all there are`() {
        #expect(StatusCommand.spec.discussion.hasSuffix(SvstatField.list))
    }

    @Test(arguments: [["--help"], ["-h"], ["help"]]) func `the overview names every command`(words: [String]) {
        let (code, console) = TestConsole.run(words)
        #expect(code == 0)
        for command in HermesControl.commands { #expect(console.output.contains("  " + command.spec.name)) }
        for line in console.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    }

    @Test(arguments: [["tree", "--help"], ["tree", "-h"], ["help", "tree"]])
    func `a word that begins commands has their help`(words: [String]) {
        let (code, console) = TestConsole.run(words)
        #expect(code == 0 && console.output.contains("Usage: hermesctl tree run"))
    }

    @Test func `the version is told`() {
        #expect(TestConsole.run(["--version"]).console.output == "hermesctl \(HermesControl.version)\n")
    }
}
