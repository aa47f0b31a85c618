import HermesGateways
import S6Native

enum DoctorCommand: Command {
    static let spec = CommandSpec(
        words: ["doctor"],
        summary: "Look for what is wrong, or will be, with the tree, its gateways and what root relies on.",
        operands: "",
        operandCount: 0...0,
        options: [.json, .scandir, .home, .policy],
        discussion: """
            Each finding is two lines: where and why, and what helps. It ends with 1 if there is a problem or a warning;
            a note is no reason to. Of all that root reads, executes or goes through it finds what others can write to,
            and of the permission bridge what is not as the policy has it. It changes nothing. As root it first becomes
            who owns Hermes' home, so that it sees what hermes sees; what it may not look at is a note.
            """,
        example: "hermesctl doctor --json"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard let context = GatewayContext.open(arguments, session) else { return }
        let report = DoctorReport(of: Patient(context, session.environment))
        if arguments.json {
            session.console.write(report.json.text + "\n")
        } else {
            session.console.write(report.text(for: session.console.look))
        }
        if report.isIll { session.note(.failure) }
    }
}
