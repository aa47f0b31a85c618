import S6Native

enum ContainerRunCommand: Command {
    static let spec = CommandSpec(
        words: ["container", "run"],
        summary: "Become what a container is to run, by the words that it was given.",
        operands: "[WORD...]",
        operandCount: CommandSpec.atLeast(0),
        options: [],
        discussion: """
            Without a WORD it becomes the image's program, $HERMES_IMAGE_PROGRAM (default hermes); where the first is a program
            on the PATH, that; else the image's program with these words. [-p PROFILE] gateway run becomes hermesctl gateway
            run: the gateway is started under s6, and this process keeps the container. With --no-supervise, or
            HERMES_GATEWAY_NO_SUPERVISE=1, it is the gateway itself. Descriptors and working directory stay as they are.
            """,
        example: "hermesctl container run -- sleep infinity"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        // Root's PATH is the image's. What the container was given is the command's, which is not root.
        let environment = session.environment.overlaid("PATH", with: session.environment["HERMES_PATH"])
        let program = environment["HERMES_IMAGE_PROGRAM"] ?? Array("hermes".utf8)
        let command = ImageCommand(
            arguments.operands,
            program: program,
            isUnsupervised: environment.isTrue("HERMES_GATEWAY_NO_SUPERVISE"),
            exists: { Program(named: $0, environment) != nil }
        )
        switch command {
        case .program(let words): become(program, words, environment, session)
        case .other(let words): become(words[0], Array(words.dropFirst()), environment, session)
        case .gateway(let words):
            guard let own = ProcessInput.program else {
                return session.fail(.system, "/proc/self/exe: cannot be read", remedy: "mount /proc")
            }
            become(Array(own.bytes), ["gateway", "run"].map { Array($0.utf8) } + words, environment, session)
        }
    }

    /// Ends with the codes that a shell has for it: 127 for what is not there, 126 for what cannot be run.
    private static func become(
        _ name: [UInt8],
        _ words: [[UInt8]],
        _ environment: Environment,
        _ session: Session
    ) {
        let text = ReadableText.of(name)
        guard let program = Program(named: name, environment) else {
            session.console.complain(
                "\(text): cannot run: not found on the PATH\n  give the container another command\n"
            )
            return session.end(with: 127)
        }
        let path = environment["PATH"].map { ["PATH": $0] } ?? [:]
        let errno = program.replaceProcess(words, calledAs: name, setting: path)
        session.console.complain("\(text): cannot run: \(Errno(rawValue: errno))\n")
        session.end(with: 126)
    }
}
