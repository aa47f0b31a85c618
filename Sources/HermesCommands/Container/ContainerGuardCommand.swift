import HermesGateways
import S6Native

enum ContainerGuardCommand: Command {
    static let spec = CommandSpec(
        words: ["container", "guard"],
        summary: "Refuse a container that was started in a way in which nothing can run.",
        operands: "",
        operandCount: 0...0,
        options: [],
        discussion: """
            As any user but root and hermes it ends with 1; so it does where nothing can be executed below /run, on which s6
            has its scripts, and where /run is another's. It says what to do instead. A /run of root's that others can write,
            as clusters mount it, is made root's alone: it would give root away.
            """,
        example: "hermesctl container guard"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        let user = CurrentProcess.user
        let hermes = (try? Account.named("hermes")) ?? nil
        if user != 0, user != hermes?.user {
            let known = hermes.map { "hermes (\($0.user))" } ?? "hermes"
            session.fail(
                .failure,
                "user \(user): cannot run this container: only root and \(known) can",
                remedy: """
                    leave --user away, and set HERMES_UID and HERMES_GID, or PUID and PGID, to the numbers that Hermes' files \
                    belong to; or use --user \(hermes.map { "\($0.user):\($0.group)" } ?? "hermes")
                    """
            )
        }
        // s6-overlay mounts it anew itself where it may and is told to.
        if FileSystemFacts.isNoexec("/run"), !session.environment.has("S6_READ_ONLY_ROOT") {
            let remedy = "mount it so that scripts can be executed there: --tmpfs /run:exec"
            session.fail(.failure, "/run: is mounted noexec: s6 cannot run a service there", remedy: remedy)
        }
        if user == 0 { closeRun(session) }
    }

    /// Everything that root runs is below it.
    private static func closeRun(_ session: Session) {
        do throws(S6Error) {
            let run = try Directory.listing("/run")
            let attributes = try run.ownAttributes()
            guard attributes.owner == 0 else {
                let text = "/run: is user \(attributes.owner)'s: whoever that is has root run anything"
                return session.fail(.failure, text, remedy: "mount it as root's, or start the container as that user")
            }
            if attributes.permissions & 0o7022 != 0 { try run.setMode(0o755) }
        } catch {
            session.fail(error)
        }
    }
}
