import HermesGateways
import S6Native

enum GatewayFinishCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "finish"],
        summary: "Decide what becomes of a gateway that has ended; a slot's finish script calls it.",
        operands: "CODE SIGNAL [NAME [GROUP]]",
        operandCount: 0...4,
        options: [.profile, .home],
        discussion: """
            It runs in the slot and ends with 125 if the gateway stays down, else 0: 78 and 0 stay down; so does one that
            crashed too often, by default 5 times in 60 seconds. The file gateway.crash-cap in the profile's home, or
            $HERMES_GATEWAY_CRASH_CAP, says otherwise: "10 300", or "0" for never. As root it becomes the owner of Hermes'
            home first, or else of the scandir.
            """,
        example: "hermesctl gateway finish -p work -- \"$@\""
    )

    static func run(_ arguments: Arguments, in session: Session) {
        let home = arguments.home ?? session.environment["HERMES_HOME"].flatMap { try? S6Path(bytes: $0) }
        let hermes = HermesHome(home ?? HermesHome.standard)
        do throws(S6Error) {
            try Privileges.dropRoot(to: [hermes.root, ".."])  // as whoever made the slot did
        } catch {
            return session.fail(error)
        }
        let code = arguments.operands.first.flatMap { Int32(String(decoding: $0, as: UTF8.self)) } ?? 256
        let verdict = FinishVerdict.decide(
            on: arguments.profile ?? .standard,
            exitCode: code,
            slot: ServiceDirectory("."),
            in: hermes,
            capVariable: session.environment["HERMES_GATEWAY_CRASH_CAP"]
        )
        session.end(with: verdict.exitCode)
    }
}

enum GatewayLogDirCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "log-dir"],
        summary: "Make a gateway's log directory ready, and print it; a slot's logger calls it.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .home],
        discussion: """
            A lock that a dead s6-log has left there, which some file systems keep busy, is removed; one that is held is
            not: two loggers would write into one file. It ends with 75 while a process that is to be seen here holds it,
            and with 99 if it is another container's.
            """,
        example: "hermesctl gateway log-dir -p work"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard let context = GatewayContext.open(arguments, session) else { return }
        let directory = GatewayLogDirectory(of: arguments.profile ?? .standard, in: context.settings.hermes)
        do throws(S6Error) {
            try directory.prepare()
            session.console.write(Array(directory.path.bytes) + [UInt8(ascii: "\n")])
        } catch .locked(let path) where directory.isHeldHere() {
            session.fail(S6Error.locked(path))
            session.end(with: ExitCode.full.rawValue)
        } catch {
            session.fail(error)
        }
    }
}
