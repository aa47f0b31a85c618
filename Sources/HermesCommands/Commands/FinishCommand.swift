import HermesGateways
import S6Native

enum FinishCommand: Command {
    static let spec = CommandSpec(
        words: ["finish"],
        summary: "Decide what becomes of a longrun that has ended; its finish script calls it.",
        operands: "CODE [SIGNAL [NAME [GROUP]]]",
        operandCount: 1...4,
        options: [.crashCap],
        discussion: """
            It runs in the servicedir and ends with 125 if the longrun stays down, else 0: 78 stays down, and so does what
            crashed too often, --crash-cap, by default 5 times in 60 seconds; "0" is never. Of a cap it tells on standard
            error. Nothing is written: after a start by hand the deaths in that time still count.
            """,
        example: "hermesctl finish -- \"$@\""
    )

    static func run(_ arguments: Arguments, in session: Session) {
        let code = Int32(String(decoding: arguments.operands[0], as: UTF8.self)) ?? 256
        let cap = arguments.crashCap ?? .standard
        guard code != 78 else { return session.end(with: FinishVerdict.stayDown.exitCode) }
        guard let capped = cap.verdict(on: ServiceDirectory("."), exitCode: code) else { return }
        let name = arguments.operands.dropFirst(2).first.map { ReadableText.of($0) } ?? "service"
        session.console.complain("\(name): stays down: \(capped)\n  read its log, mend it, and start it\n")
        session.end(with: FinishVerdict.stayDown.exitCode)
    }
}
