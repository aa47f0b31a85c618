import HermesGateways
import S6Native

enum GatewayStatusCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "status"],
        summary: "Show what the gateways are doing, what is wanted of them, and what they say of themselves.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .json, .watch, .scandir, .home],
        discussion: """
            Without --profile it shows all of them. DESIRED is what holds for the next boot; OBSERVED is what the gateway
            last wrote, "(before)" if another process did. --watch shows it again whenever something changes. It ends
            with 102 if one has no supervisor, and with 104 if there is no such gateway.
            """,
        example: "hermesctl gateway status --watch"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        guard let context = GatewayContext.open(arguments, session) else { return }
        if case .systemd(let manager) = context.backend { return show(manager, arguments, session) }
        guard let manager = context.s6(session) else { return }
        guard arguments.flags.contains(.watch) else { return _ = show(manager, arguments, session) }
        session.whileCancellable { cancel in watch(manager, arguments, session, cancel) }
    }

    /// Shows the gateways once; false if that came to nothing.
    @discardableResult
    private static func show(_ manager: S6ServiceManager, _ arguments: Arguments, _ session: Session) -> Bool {
        do throws(GatewayError) {
            let reports = try profiles(manager, arguments).map { GatewayReport($0, manager) }
            if arguments.json {
                let document = JSON.object([("schema", .number(1)), ("services", .array(reports.map(\.json)))])
                session.console.write(document.text + "\n")
            } else {
                write(reports, session)
            }
            for report in reports {
                if let error = report.service.error { session.fail(error) }
                if let error = report.error { session.fail(error) }
            }
            return true
        } catch {
            session.fail(error)
            return false
        }
    }

    private static func profiles(
        _ manager: S6ServiceManager,
        _ arguments: Arguments
    ) throws(GatewayError) -> [ProfileName] {
        let all = try manager.list()
        guard let wanted = arguments.profile else {
            if all.isEmpty, (try? manager.settings.scandir.isScanned()) == .some(false) {
                throw .noTree(manager.settings.scandir.path, profile: nil)
            }
            return all
        }
        guard all.contains(wanted) else { throw manager.missing(wanted) }
        return [wanted]
    }

    private static func write(_ reports: [GatewayReport], _ session: Session) {
        let console = session.console, now = TAI64N.now
        console.write("Manager: \(ServiceManagerKind.s6.title)\n")
        guard !reports.isEmpty else { return console.write("No profile gateways registered under s6\n") }
        console.write(Table.text(header: GatewayReport.header, reports.map { $0.cells(now: now) }, for: console.look))
    }

    /// Shows them again after each change, until it is told to end.
    private static func watch(
        _ manager: S6ServiceManager,
        _ arguments: Arguments,
        _ session: Session,
        _ cancel: CInt?
    ) {
        while true {
            do throws(S6Error) {
                // First the watch, then a look: what changes in between is seen.
                let watch = try GatewayWatch(manager)
                if session.console.look.isAligned { session.console.write("\u{1B}[H\u{1B}[2J") }
                guard show(manager, arguments, session) else { return }
                guard session.console.lostOutput == nil else { return }
                _ = try watch.wait(before: .never, cancel: cancel)
            } catch .cancelled {
                return
            } catch {
                return session.fail(error)
            }
        }
    }

    private static func show(_ manager: SystemdServiceManager, _ arguments: Arguments, _ session: Session) {
        do throws(GatewayError) {
            var profiles: [ProfileName] = []
            if let profile = arguments.profile { profiles = [profile] } else { profiles = try manager.list() }
            session.console.write("Manager: \(ServiceManagerKind.systemd.title)\n")
            for profile in profiles {
                let isRunning = try manager.isRunning(profile)
                session.console.write("gateway-\(profile)\t\(isRunning ? "up" : "down")\n")
            }
        } catch {
            session.fail(error)
        }
    }
}
