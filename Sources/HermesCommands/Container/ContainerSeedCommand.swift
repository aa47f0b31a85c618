import HermesGateways
import S6Native

enum ContainerSeedCommand: Command {
    static let spec = CommandSpec(
        words: ["container", "seed"],
        summary: "Lay in Hermes' home what it begins with: directories, first files, a first state.",
        operands: "",
        operandCount: 0...0,
        options: [.home, .from],
        discussion: """
            What is there already is not touched, and no link is followed. The files .env, config.yaml and SOUL.md come from
            --from (default /opt/hermes/docker/seed). With HERMES_GATEWAY_BOOTSTRAP_STATE=running the root profile's gateway is
            wanted running, where no gateway_state.json says otherwise. As root it becomes the home's owner, or hermes, first.
            """,
        example: "hermesctl container seed --home /opt/data"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        do throws(S6Error) {
            let hermes = HermesHome(try GatewayContext.home(arguments, session.environment))
            try Privileges.dropRoot(to: [hermes.root], orHermes: true)
            let source = arguments.from ?? S6Path("/opt/hermes/docker/seed")
            let isBootstrap =
                session.environment["HERMES_GATEWAY_BOOTSTRAP_STATE"]?.elementsEqual("running".utf8) ?? false
            let seed = HomeSeed(of: hermes, from: source) { session.console.complain($0 + "\n") }
            try seed.lay(withState: isBootstrap)
        } catch .system(.open, let path, .noEntry) {
            let remedy = "mount a volume there, or have HERMES_HOME be what is mounted"
            session.fail(.noSuchName, "\(path): there is no such home", remedy: remedy)
        } catch {
            session.fail(error)
        }
    }
}
