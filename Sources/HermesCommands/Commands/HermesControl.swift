import S6Native

/// The command line of hermesctl, without the process around it.
public enum HermesControl {
    /// The release.
    public static let version = "0.1.0"

    /// All commands, in the order of the help.
    static var commands: [any Command.Type] {
        [
            StatusCommand.self, ListCommand.self, StartCommand.self, StopCommand.self, RestartCommand.self,
            WaitCommand.self,
            SignalCommand.self, SendCommand.self, PublishCommand.self, RetireCommand.self, RescanCommand.self,
            TreeRunCommand.self, TreeWithCommand.self, TreeDrainCommand.self, FinishCommand.self,
            GatewayStatusCommand.self, GatewayListCommand.self, GatewayStartCommand.self, GatewayStopCommand.self,
            GatewayRestartCommand.self, GatewayRegisterCommand.self, GatewayRetireCommand.self,
            GatewayRunCommand.self, GatewayFinishCommand.self, GatewayLogDirCommand.self,
            ReconcileCommand.self, HookCommand.self, HealthCommand.self, IdleCommand.self,
            ContainerGuardCommand.self, ContainerAccountCommand.self, ContainerSeedCommand.self,
            ContainerTreeCommand.self, ContainerRunCommand.self,
            LogsCommand.self, DoctorCommand.self, PolicyCheckCommand.self, BenchCommand.self,
        ]
    }

    /// Runs hermesctl with the words and the environment of this process.
    ///
    /// - Returns: what to exit with.
    public static func main() -> Int32 {
        let environment = ProcessInput.environment
        return run(ProcessInput.words, environment, TerminalConsole(environment), holdsSignals: true)
    }

    static func run(
        _ words: [[UInt8]],
        _ environment: Environment,
        _ console: any Console,
        holdsSignals: Bool
    ) -> Int32 {
        let session = Session(environment, console, holdsSignals: holdsSignals)
        do throws(UsageError) {
            try dispatch(words, session)
            if let errno = console.lostOutput { session.fail(.system, "standard output: cannot write: \(errno)") }
            return session.code
        } catch {
            console.complain(error)
            return ExitCode.usage.rawValue
        }
    }

    private static func dispatch(_ words: [[UInt8]], _ session: Session) throws(UsageError) {
        let texts = words.prefix(3).map { String(decoding: $0, as: UTF8.self) }
        switch texts.first {
        case nil: throw UsageError(message: "cannot run: which command?")
        case "--version": return session.console.write("hermesctl \(version)\n")
        case "--help", "-h": return session.console.write(Help.overview(commands.map { $0.spec }))
        case "help": return try help(Array(texts.dropFirst()), session)
        default: break
        }
        guard let command = command(texts) else { return try group(texts, session) }
        let rest = Array(words.dropFirst(command.spec.words.count))
        guard let arguments = try WordParser.parse(rest, command.spec) else {
            return session.console.write(Help.text(of: command.spec))
        }
        try command.run(arguments, in: session)
    }

    private static func command(_ texts: [String]) -> (any Command.Type)? {
        commands.first { texts.starts(with: $0.spec.words) }
    }

    private static func help(_ texts: [String], _ session: Session) throws(UsageError) {
        guard !texts.isEmpty else { return session.console.write(Help.overview(commands.map { $0.spec })) }
        guard let command = command(texts) else { return try group([texts[0], "--help"], session) }
        session.console.write(Help.text(of: command.spec))
    }

    /// A word that only begins commands, such as `tree`: its help is theirs.
    private static func group(_ texts: [String], _ session: Session) throws(UsageError) {
        let word = texts[0], members = commands.map { $0.spec }.filter { $0.words[0] == word }
        guard !members.isEmpty else { throw UsageError(message: "\(word): cannot run: there is no such command") }
        guard texts.count > 1, OptionSpec.help.names.contains(texts[1]) else {
            let names = members.map(\.name).joined(separator: " or ")
            throw UsageError(message: "\(word): cannot run: say \(names)")
        }
        for spec in members { session.console.write(Help.text(of: spec)) }
    }
}
