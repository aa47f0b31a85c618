import S6Native

enum WaitCommand: Command {
    static let spec = CommandSpec(
        words: ["wait"],
        summary: "Wait until services are in a state.",
        operands: "STATE NAME...",
        operandCount: CommandSpec.atLeast(2),
        options: [.scandir, .timeout, .any, .json],
        defaultTimeout: nil,
        discussion: """
            STATE is up, ready, down, finished (down, and its finish script has ended), restarted (down, then up) or
            restarted-ready. It ends with 1 if the state cannot come any more, and with 102 if a supervisor ends.
            """,
        example: "hermesctl wait ready web db --timeout 60"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let word = String(decoding: arguments.operands[0], as: UTF8.self)
        guard let goal = goals.first(where: { $0.name == word })?.goal else {
            let names = goals.map(\.name).joined(separator: ", ")
            throw UsageError(message: "wait: cannot wait for \(word): the states are \(names)", command: spec.name)
        }
        var arguments = arguments
        arguments.operands.removeFirst()
        DescriptorLimit.raise(to: 2 * arguments.operands.count + 64)
        let services = session.services(arguments)
        // With a name missing, all of them cannot be had; any of the others can.
        guard services.count == arguments.operands.count || (arguments.any && !services.isEmpty) else { return }
        let deadline = arguments.deadline(spec)
        session.relayPatience.bind(to: deadline)
        let error = session.whileCancellable { cancel in wait(goal, services, arguments, deadline, cancel) }
        Report.show(services.map { ServiceReport($0) }, arguments, session)
        if let error { session.fail(error) }
    }

    private static let goals: [(name: String, goal: WaitGoal)] = [
        ("up", .up), ("ready", .ready), ("down", .down), ("finished", .finished), ("restarted", .restarted),
        ("restarted-ready", .restartedAndReady),
    ]

    private static func wait(
        _ goal: WaitGoal,
        _ services: [NamedService],
        _ arguments: Arguments,
        _ deadline: Deadline,
        _ cancel: CInt?
    ) -> S6Error? {
        do throws(S6Error) {
            let quorum: WaitQuorum = arguments.any ? .any : .all
            let directories = services.map(\.directory)
            try ServiceDirectory.wait(for: goal, on: directories, quorum, before: deadline, cancel: cancel)
            return nil
        } catch {
            return error
        }
    }
}
