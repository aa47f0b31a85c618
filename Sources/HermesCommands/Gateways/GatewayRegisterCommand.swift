import HermesGateways
import S6Native

enum GatewayRegisterCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "register"],
        summary: "Give a profile a gateway, down unless told otherwise.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .starting, .variable, .force, .timeout, .scandir, .home],
        discussion: """
            It returns when the slot is supervised, and its logger. A profile that is not there is refused, but for
            --force. With --start it is started, now and with its supervisor; what is wanted at the next boot is not
            changed: start does that.
            """,
        example: "hermesctl gateway register -p work --start --env LANG=C.UTF-8"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard let context = GatewayContext.open(arguments, session), let manager = context.s6(session) else { return }
        let profile = arguments.profile ?? .standard, hermes = context.settings.hermes
        let result = session.whileCancellable { cancel -> Result<Void, GatewayError> in
            let terms = VerbTerms(before: arguments.deadline(spec), cancel: cancel)
            do throws(GatewayError) {
                if !arguments.flags.contains(.force), try !hermes.has(profile) {
                    throw .unknownProfile(profile, home: hermes.home(of: profile))
                }
                let starting = arguments.flags.contains(.starting)
                try manager.register(profile, variables: arguments.variables, starting: starting, terms)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        if case .failure(let error) = result { session.fail(error) }
    }
}

enum GatewayListCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "list"],
        summary: "List the profiles that have a gateway here.",
        operands: "",
        operandCount: 0...0,
        options: [.json, .scandir, .home],
        discussion: "It prints a profile a line. With --json it prints what gateway status --json prints.",
        example: "hermesctl gateway list"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        guard !arguments.json else { return try GatewayStatusCommand.run(arguments, in: session) }
        var arguments = arguments
        arguments.flags.insert(.all)
        guard let context = GatewayContext.open(arguments, session),
            let profiles = try context.profiles(arguments, session, needingTree: false)
        else { return }
        for profile in profiles { session.console.write("\(profile)\n") }
    }
}
