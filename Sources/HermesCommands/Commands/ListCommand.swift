import S6Native

enum ListCommand: Command {
    static let spec = CommandSpec(
        words: ["list"],
        summary: "List the names of the slots of the scandir.",
        operands: "",
        operandCount: 0...0,
        options: [.scandir, .json],
        discussion: """
            It prints a name a line, byte for byte. With --json it prints what status --json prints.
            """,
        example: "hermesctl list --scandir /run/service"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        guard let trees = session.trees(arguments) else { return }
        do throws(S6Error) {
            let services = try trees.everything()
            if arguments.json { return Report.show(services.map { ServiceReport($0) }, arguments, session) }
            for service in services { session.console.write(service.name + [UInt8(ascii: "\n")]) }
        } catch {
            session.fail(error)
        }
    }
}
