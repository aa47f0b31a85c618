import HermesGateways
import PermPolicy
import S6Native

enum PolicyCheckCommand: Command {
    static let spec = CommandSpec(
        words: ["policy", "check"],
        summary: "Say in words what a permission policy grants, and what is wrong with it.",
        operands: "[FILE]",
        operandCount: 0...1,
        options: [.json],
        discussion: """
            FILE is /etc/hermes-s6/policy where none is given; any other is a draft, of which it is not asked whether it
            is compiled. A mistake is told with its line, and ends with 78: perm-grant refuses the whole file. It warns,
            and ends with 1, where root would execute or reload what somebody else can write, as far as scripts, words
            of processes and servicedirs show; what a daemon reads on its own is not known. It changes nothing.
            """,
        example: "hermesctl policy check --json /tmp/policy"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        run(arguments, in: session, Machine())
    }

    static func run(_ arguments: Arguments, in session: Session, _ machine: Machine) {
        do throws(S6Error) {
            let file = try arguments.operands.first.map { (word) throws(S6Error) in try S6Path(bytes: word) }
            check(file, arguments, session, machine)
        } catch {
            session.fail(error)
        }
    }

    private static func check(_ given: S6Path?, _ arguments: Arguments, _ session: Session, _ machine: Machine) {
        let file = given ?? Policy.source
        // A draft is where the caller says, whatever the machine.
        let source = given == nil ? PolicySource(at: file, machine) : PolicySource(draft: file, machine)
        switch source {
        case .absent:
            let remedy = "write one: base /run/s6-rc/servicedirs, then lines USER SERVICE up,down,restart,term"
            session.fail(.configuration, "\(file): there is no policy, so nothing is granted", remedy: remedy)
        case .unreadable(let error): session.fail(error)
        case .mistaken(let mistake):
            session.fail(.configuration, mistake.description(of: file), remedy: mistake.remedy)
        case .policy(let policy):
            let report = PolicyReport(PolicyFindings(file: file, policy: policy, machine: machine))
            if arguments.json {
                session.console.write(report.json.text + "\n")
            } else {
                session.console.write(report.text(for: session.console.look))
            }
            if report.isIll { session.note(.failure) }
        }
    }
}
