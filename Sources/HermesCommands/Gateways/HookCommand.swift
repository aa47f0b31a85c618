import HermesGateways
import S6Native

enum HookCommand: Command {
    static let spec = CommandSpec(
        words: ["hook"],
        summary: "Follow what has happened to a profile: profile-created or profile-deleted.",
        operands: "EVENT PROFILE",
        operandCount: 2...2,
        options: [.timeout, .scandir, .home],
        discussion: """
            A profile that was created gets a slot that is down, one that was deleted loses it. It never fails: what goes
            wrong is a warning, since the profile is there, or gone, all the same. Where s6 keeps no gateways it does
            nothing.
            """,
        example: "hermesctl hook profile-created work"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let event = String(decoding: arguments.operands[0], as: UTF8.self)
        guard ["profile-created", "profile-deleted"].contains(event) else {
            let message = "hook: cannot follow \(event): the events are profile-created and profile-deleted"
            throw UsageError(message: message, command: spec.name)
        }
        guard let context = GatewayContext.open(arguments, session), case .s6(let manager) = context.backend else {
            return session.end(with: 0)
        }
        let isCreated = event == "profile-created"
        let error = session.whileCancellable { cancel -> GatewayError? in
            let terms = VerbTerms(before: arguments.deadline(spec), cancel: cancel)
            do throws(GatewayError) {
                let profile = try ProfileName(bytes: arguments.operands[1])
                if isCreated {
                    try manager.register(profile, starting: false, terms)
                } else {
                    try manager.retire([profile], terms)[0].check()
                }
                return nil
            } catch .alreadyRegistered {
                return nil
            } catch {
                return error
            }
        }
        if let error {
            session.console.complain("⚠ Could not \(isCreated ? "" : "un")register s6 gateway service: \(error)\n")
        }
        session.end(with: 0)
    }
}
