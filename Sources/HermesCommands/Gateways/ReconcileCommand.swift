import HermesGateways
import S6Native

enum ReconcileCommand: Command {
    static let spec = CommandSpec(
        words: ["reconcile"],
        summary: "Make the slots match the profiles on the disk.",
        operands: "",
        operandCount: 0...0,
        options: [.boot, .dryRun, .prune, .json, .timeout, .scandir, .home, .policy],
        discussion: """
            Each profile gets a slot, started if it ran before, or is desired running. A slot that runs is never replaced:
            its files are renewed where they differ, and nothing restarts. What is broken is skipped, with a reason.
            --boot is for the start of a container, before there is an s6-svscan or after: it also removes what the last
            one left, and adds to logs/container-boot.log.
            """,
        example: "hermesctl reconcile --dry-run"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        let command = arguments.flags.contains(.boot) ? ContainerCommand.find() : nil
        if let command, command.isDashboard {
            return session.console.write(
                "reconcile: skipping (dashboard container — does not need per-profile gateways)\n"
            )
        }
        // At boot there is no tree to tell by: the scandir is the one that was named, or the one that there is.
        guard let context = GatewayContext.open(arguments, session) else { return }
        DescriptorLimit.raise(to: 1024)
        let reconciler = Reconciler(context.settings)
        let result = session.whileCancellable { cancel -> Result<[ReconcileAction], GatewayError> in
            do throws(GatewayError) {
                return .success(try reconciler.reconcile(order(arguments, command, session, cancel)))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let error): session.fail(error)
        case .success(let actions): report(actions, context.settings, arguments, session)
        }
    }

    private static func order(
        _ arguments: Arguments,
        _ command: ContainerCommand?,
        _ session: Session,
        _ cancel: CInt?
    ) -> Reconciler.Order {
        var order = Reconciler.Order(VerbTerms(before: arguments.deadline(spec), cancel: cancel))
        order.isBoot = arguments.flags.contains(.boot)
        order.isDry = arguments.flags.contains(.dryRun)
        order.prunes = arguments.flags.contains(.prune)
        order.command = command
        order.optsOut = session.environment.isTrue("HERMES_GATEWAY_NO_SUPERVISE")
        return order
    }

    private static func report(
        _ actions: [ReconcileAction],
        _ settings: GatewaySettings,
        _ arguments: Arguments,
        _ session: Session
    ) {
        if arguments.json {
            let document = JSON.object([("schema", .number(1)), ("actions", .array(actions.map { json($0) }))])
            session.console.write(document.text + "\n")
        } else {
            for action in actions { session.console.write("reconcile: \(action.line)\n") }
            let folded = actions.filter { $0.isFoldedIntoRoot == true }.map { ReadableText.of($0.profile) }
            if !folded.isEmpty {
                let names = folded.joined(separator: ", ")
                session.console.write("reconcile: \(names) served by the ROOT slot (gateway-default)\n")
            }
        }
        for action in actions { if let error = action.error { session.console.complain(error) } }
        guard arguments.flags.contains(.boot), !arguments.flags.contains(.dryRun) else {
            if actions.contains(where: { $0.isFailure }) { session.note(.failure) }
            return
        }
        // A boot goes on whatever the log says: it ends well, and what was skipped is told above.
        do throws(GatewayError) {
            try BootLog(in: settings.hermes).append(actions)
        } catch {
            session.console.complain(error)
        }
    }

    private static func json(_ action: ReconcileAction) -> JSON {
        var word = "\(action.action)", reason: String?
        if case .skipped(let why) = action.action { (word, reason) = ("skipped", "\(why)") }
        return .object([
            ("profile", .string(String(decoding: action.profile, as: UTF8.self))),
            ("prior_state", .optional(action.prior.map { String(decoding: $0, as: UTF8.self) })),
            ("action", .string(word)), ("reason", .optional(reason)),
            ("prior_exit", .string("\(action.lastShutdown)")),
            ("folded_into_root", .optional(action.isFoldedIntoRoot)),
            ("error", .optional(action.error.map { "\($0)" })),
        ])
    }
}

extension ReconcileAction {
    /// Whether something was not done that should have been.
    fileprivate var isFailure: Bool {
        guard case .skipped(let reason) = action else { return false }
        return reason == .noTree || reason == .busy || reason == .failed
    }
}
