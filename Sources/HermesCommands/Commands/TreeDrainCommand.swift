internal import CS6Shim
import S6Native

enum TreeDrainCommand: Command {
    static let spec = CommandSpec(
        words: ["tree", "drain"],
        summary: "End what a dead s6-svscan has left: a tree's finish script calls it.",
        operands: "DIR",
        operandCount: 1...1,
        options: [.timeout, .killAfter, .group],
        discussion: """
            Every service is told to end, then its supervisor; what has not ended after --kill-after (default 3) is killed.
            Then what is left of the process group of the dead s6-svscan is killed: finish is told its number. Where an
            s6-svscan runs it does nothing.
            """,
        example: "hermesctl tree drain --timeout 9 --group 4711 /run/hermes/service"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        do throws(S6Error) {
            let scandir = ScanDirectory(try S6Path(bytes: arguments.operands[0]))
            let deadline = arguments.deadline(spec), killAfter = arguments.killAfter ?? .seconds(3)
            try scandir.takeOver(before: deadline, killAfter: killAfter)
        } catch .scannerRuns {
            return
        } catch {
            session.fail(error)
        }
        if let group = arguments.group { _ = cs6_signal_group(group, 9) }
    }
}
