import HermesGateways
import S6Native

enum GatewayRunCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "run"],
        summary: "Run a profile's gateway: where s6 keeps gateways, start it there and stay.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .unsupervised, .force, .timeout, .scandir, .home, .policy],
        discussion: """
            For a container's command: it starts the gateway under s6, says so, and stays until it is told to end, while
            the gateway may come and go. With --no-supervise, or HERMES_GATEWAY_NO_SUPERVISE=1, or where there is no s6,
            it becomes the gateway itself: hermes gateway run.
            """,
        example: "hermesctl gateway run -p work"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let environment = session.environment
        let optsOut = arguments.flags.contains(.unsupervised) || environment.isTrue("HERMES_GATEWAY_NO_SUPERVISE")
        let isChild = environment.has("HERMES_S6_SUPERVISED_CHILD")
        // What is root's here is not to be the gateway's: before the scandir's owner is asked.
        guard dropRoot(arguments, session), let context = GatewayContext.open(arguments, session) else { return }
        guard !optsOut, !isChild else {
            return become(arguments, context, session, isChild ? ["--replace"] : ["--no-supervise"])
        }
        guard case .s6(let manager) = context.backend else { return become(arguments, context, session, []) }
        let profile = arguments.profile ?? .standard
        let outcome = session.whileCancellable { cancel in
            let terms = VerbTerms(before: arguments.deadline(spec), cancel: cancel)
            return manager.start([profile], force: arguments.flags.contains(.force), terms)[0]
        }
        if let error = outcome.error { return session.fail(error) }
        session.console.complain(
            """
            gateway-\(profile) runs under s6 supervision; this process only keeps the container up. To run the gateway \
            in its place: hermesctl gateway run --no-supervise, or HERMES_GATEWAY_NO_SUPERVISE=1

            """
        )
        session.end(with: Idling.untilTold())
    }

    /// Becomes the owner of Hermes' home, or of the profile's, or the user hermes, if it is root.
    private static func dropRoot(_ arguments: Arguments, _ session: Session) -> Bool {
        do throws(S6Error) {
            let hermes = HermesHome(try GatewayContext.home(arguments, session.environment))
            let profile = arguments.profile ?? .standard
            try Privileges.dropRoot(to: [hermes.root, hermes.home(of: profile)], orHermes: true)
            return true
        } catch {
            session.fail(error)
            return false
        }
    }

    /// Becomes the gateway itself.
    private static func become(
        _ arguments: Arguments,
        _ context: GatewayContext,
        _ session: Session,
        _ options: [String]
    ) {
        guard let hermes = Program("hermes", session.environment) else {
            return session.fail(.system, "hermes: cannot run: not found on the PATH", remedy: "put it there")
        }
        let profile = arguments.profile.map { $0.isStandard ? [] : ["-p", "\($0)"] } ?? []
        let words = profile + ["gateway", "run"] + options
        let home = ["HERMES_HOME": Array(context.settings.hermes.root.bytes)]
        let errno = hermes.replaceProcess(words.map { Array($0.utf8) }, setting: arguments.home == nil ? [:] : home)
        session.fail(.system, "\(String(decoding: hermes.path, as: UTF8.self)): cannot run: \(Errno(rawValue: errno))")
    }
}

enum IdleCommand: Command {
    static let spec = CommandSpec(
        words: ["idle"],
        summary: "Do nothing until told to end: a container's command that needs no sleep program.",
        operands: "",
        operandCount: 0...0,
        options: [],
        discussion: "It ends with 143 on SIGTERM, with 130 on SIGINT and with 129 on SIGHUP, also as process 1.",
        example: "hermesctl idle"
    )

    static func run(_ arguments: Arguments, in session: Session) { session.end(with: Idling.untilTold()) }
}

/// A process that only waits for its end.
enum Idling {
    /// Blocks until a signal asks the process to end; 128 and its number.
    static func untilTold() -> Int32 {
        guard let signals = TerminationSignals(evenIfIgnored: true) else { return ExitCode.system.rawValue }
        var poll = PollSet()
        _ = poll.add(signals.descriptor)
        while true {
            guard (try? poll.wait(before: .never, about: "/proc/self")) != nil else { return ExitCode.system.rawValue }
            if let signal = signals.take() { return 128 + signal }
        }
    }
}
