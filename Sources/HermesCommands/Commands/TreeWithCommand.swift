import S6Native

enum TreeWithCommand: Command {
    static let spec = CommandSpec(
        words: ["tree", "with"],
        summary: "Run a tree beside a command, and end it with the command.",
        operands: "DIR COMMAND [WORD...]",
        operandCount: CommandSpec.atLeast(2),
        options: [.max, .killAfter],
        discussion: """
            For a container whose process 1 is not s6's. Signals go to the command, which keeps the terminal; what asks for the
            end goes to the tree too. A tree that ends by accident is started again. When the command has ended, the services
            are ended, those that take longer than --kill-after (default 5) killed, and it ends with the command's code.
            """,
        example: "hermesctl tree with /run/hermes/service -- hermes chat"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let name = arguments.operands[1]
        guard let program = Program(named: name, session.environment) else {
            session.console.complain("\(ReadableText.of(name)): cannot run: not found on the PATH\n")
            return session.end(with: 127)
        }
        guard let own = ProcessInput.program else {
            return session.fail(.system, "/proc/self/exe: cannot be read", remedy: "mount /proc")
        }
        do throws(S6Error) {
            let scandir = ScanDirectory(try S6Path(bytes: arguments.operands[0]))
            let words = ["tree", "run", "--max", "\(arguments.max)", "--"].map { Array($0.utf8) }
            let tree = CompanionTree(Program(at: own), words + [arguments.operands[0]], scandir, session.console)
            let killAfter = arguments.killAfter ?? .seconds(5)
            try run(program, Array(arguments.operands.dropFirst(2)), beside: tree, killAfter, session)
        } catch {
            session.fail(error)
        }
    }

    private static func run(
        _ program: Program,
        _ words: [[UInt8]],
        beside tree: CompanionTree,
        _ killAfter: Duration,
        _ session: Session
    ) throws(S6Error) {
        guard let signals = ForwardedSignals() else {
            return session.fail(.system, "signals: cannot be held back", remedy: "see ulimit -n")
        }
        tree.start()
        do throws(StartedProcess.NotStarted) {
            let command = try StartedProcess(program, words)
            defer { session.end(with: command.code ?? ExitCode.system.rawValue) }
            while !command.hasEnded() {
                var poll = PollSet()
                _ = poll.add(signals.descriptor)
                _ = poll.add(command.descriptor)
                if let descriptor = tree.descriptor { _ = poll.add(descriptor) }
                _ = try? poll.wait(before: tree.nextStart ?? .never, about: "/proc/self")
                while let arrival = signals.take() {
                    if !arrival.isFromTerminal { command.signal(arrival.number) }
                    if arrival.asksToEnd, !arrival.isFromTerminal { tree.beginToEnd() }
                }
                tree.look()
            }
        } catch {
            session.console.complain("\(ReadableText.of(program.path)): cannot run: \(error.errno)\n")
            session.end(with: 126)
        }
        do throws(S6Error) { try tree.end(killAfter: killAfter) } catch { session.console.complain(error) }
    }
}
