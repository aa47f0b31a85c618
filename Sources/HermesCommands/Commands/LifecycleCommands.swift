import S6Native

enum StartCommand: Command {
    static let spec = CommandSpec(
        words: ["start"],
        summary: "Start services, and wait until they are up.",
        operands: "NAME...",
        operandCount: CommandSpec.atLeast(1),
        options: [.scandir, .timeout, .noWait, .json],
        discussion: """
            A service that has a notification-fd is waited for until it is ready. All are started at once. When the
            time is over they stay wanted up, and it ends with 99.
            """,
        example: "hermesctl start web --timeout 10"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        Lifecycle.run(arguments, spec, session, asking: [[.wantUp]]) { services, deadline, _, cancel in
            ServiceDirectory.start(services, before: deadline, cancel: cancel)
        }
    }
}

enum StopCommand: Command {
    static let spec = CommandSpec(
        words: ["stop"],
        summary: "Stop services, and wait until they are really down.",
        operands: "NAME...",
        operandCount: CommandSpec.atLeast(1),
        options: [.scandir, .timeout, .noWait, .killAfter, .json],
        discussion: """
            Really down is when a finish script has ended too. All are stopped at once. When the time is over they
            stay wanted down, and it ends with 99. It lasts until the supervisor is started anew. A service of root's is
            stopped through the permission bridge, if its policy lets you, but cannot be killed through it.
            """,
        example: "hermesctl stop web --timeout 20 --kill-after 10"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        Lifecycle.run(arguments, spec, session, asking: [[.wantDown]]) { services, deadline, escalation, cancel in
            ServiceDirectory.stop(services, before: deadline, escalation: escalation, cancel: cancel)
        }
    }
}

enum RestartCommand: Command {
    static let spec = CommandSpec(
        words: ["restart"],
        summary: "Restart services, and wait until they are up again.",
        operands: "NAME...",
        operandCount: CommandSpec.atLeast(1),
        options: [.scandir, .timeout, .noWait, .killAfter, .json],
        discussion: """
            It does not wait for the second that s6-supervise lets pass before it restarts by itself. What is down is
            started. A service that has a notification-fd is waited for until it is ready. All are restarted at once.
            A service of root's is restarted through the permission bridge, if its policy lets you: in a second or two
            where it grants restart and not up.
            """,
        example: "hermesctl restart web"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        // Without waiting: end what is up, and be up in any case. The supervisor takes its second then. These are two
        // writes, since a relay can do each and not both at once.
        let asked: [[ControlCommand]] = [[.downSignal, .continue], [.wantUp]]
        Lifecycle.run(arguments, spec, session, asking: asked) { services, deadline, escalation, cancel in
            ServiceDirectory.restart(services, before: deadline, escalation: escalation, cancel: cancel)
        }
    }
}

/// What start, stop and restart have in common.
private enum Lifecycle {
    typealias Verb = ([ServiceDirectory], Deadline, Escalation?, CInt?) -> [Result<ServiceStatus, S6Error>]

    static func run(
        _ arguments: Arguments,
        _ spec: CommandSpec,
        _ session: Session,
        asking commands: [[ControlCommand]],
        _ verb: Verb
    ) {
        DescriptorLimit.raise(to: 2 * arguments.operands.count + 64)
        let services = session.services(arguments)
        let errors =
            arguments.waits
            ? have(services, arguments, spec, session, verb) : services.map { ask(commands, $0.directory) }
        let done = zip(services, errors).filter { $0.1 == nil }.map { $0.0 }
        if arguments.json {
            Report.show(services.map { ServiceReport($0) }, arguments, session)
        } else if arguments.waits {
            Report.show(done.map { ServiceReport($0) }, arguments, session)
        }
        for error in errors { if let error { session.fail(error) } }
    }

    private static func have(
        _ services: [NamedService],
        _ arguments: Arguments,
        _ spec: CommandSpec,
        _ session: Session,
        _ verb: Verb
    ) -> [S6Error?] {
        let escalation = arguments.killAfter.map { Escalation(after: $0, .group) }
        let deadline = arguments.deadline(spec)
        session.relayPatience.bind(to: deadline)
        let results = session.whileCancellable { cancel in
            verb(services.map(\.directory), deadline, escalation, cancel)
        }
        return results.map { if case .failure(let error) = $0 { error } else { nil } }
    }

    private static func ask(_ commands: [[ControlCommand]], _ service: ServiceDirectory) -> S6Error? {
        do throws(S6Error) {
            for together in commands { try service.send(together) }
            return nil
        } catch {
            return error
        }
    }
}
