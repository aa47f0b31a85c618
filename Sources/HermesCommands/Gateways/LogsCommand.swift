import HermesGateways
import S6Native

enum LogsCommand: Command {
    static let spec = CommandSpec(
        words: ["logs"],
        summary: "Show what a profile's gateway has logged.",
        operands: "[PROFILE]",
        operandCount: 0...1,
        options: [.follow, .lines, .since, .home],
        discussion: """
            It shows the last 10 lines, or the last N, or all since a time, from all files that the logger keeps, in their
            order. --follow goes on with what is added, whatever is rotated meanwhile, also if nothing has been logged
            yet. On a terminal control characters are spelt out.
            """,
        example: "hermesctl logs work -f --since 10m"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let profile: ProfileName
        do throws(GatewayError) {
            profile =
                try arguments.operands.first.map { (bytes) throws(GatewayError) in try ProfileName(bytes: bytes) }
                ?? .standard
        } catch {
            throw UsageError(message: "logs: \(error): \(error.remedy ?? "")", command: spec.name)
        }
        guard let context = GatewayContext.open(arguments, session) else { return }
        let path = GatewayLogDirectory(of: profile, in: context.settings.hermes).path
        let console = session.console
        let error = session.whileCancellable { cancel -> S6Error? in
            do throws(S6Error) {
                try LogReader.show(
                    LogDirectory(path),
                    last: arguments.lines ?? (arguments.since == nil ? 10 : nil),
                    since: arguments.since,
                    follow: arguments.flags.contains(.follow),
                    sanitize: console.look.isAligned,
                    cancel: cancel,
                    passedOver: { session.fail($0) },
                    write: { bytes in
                        console.write(bytes)
                        return console.lostOutput == nil
                    }
                )
                return nil
            } catch .cancelled {
                return nil
            } catch {
                return error
            }
        }
        switch error {
        case nil: break
        case .system(_, let place, .noEntry)? where path.bytes.starts(with: place.bytes):
            tellNothing(of: profile, context.settings, path, session)
        case let error?: session.fail(error)
        }
    }

    /// There is no log: of a profile that there is, nothing has been logged.
    private static func tellNothing(
        of profile: ProfileName,
        _ settings: GatewaySettings,
        _ path: S6Path,
        _ session: Session
    ) {
        do throws(GatewayError) {
            guard try settings.hermes.has(profile) else {
                throw .unknownProfile(profile, home: settings.hermes.home(of: profile))
            }
            session.console.complain("\(path): nothing has been logged yet\n")
        } catch {
            session.fail(error)
        }
    }
}
