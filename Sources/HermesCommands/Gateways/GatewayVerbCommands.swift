import HermesGateways
import S6Native

/// What `gateway start`, `stop`, `restart` and `retire` have in common.
enum GatewayVerb: String {
    case start, stop, restart, retire

    /// `Stopped`, for what was done to all.
    var past: String {
        switch self {
        case .start: "Started"
        case .stop: "Stopped"
        case .restart: "Restarted"
        case .retire: "Retired"
        }
    }

    /// Does it, and tells what has come of it.
    func run(_ arguments: Arguments, _ spec: CommandSpec, _ session: Session) throws(UsageError) {
        guard let context = GatewayContext.open(arguments, session),
            let profiles = try context.profiles(arguments, session)
        else { return }
        DescriptorLimit.raise(to: 3 * profiles.count + 256)
        let outcomes = session.whileCancellable { cancel in
            let terms = VerbTerms(
                before: arguments.deadline(spec),
                killAfter: arguments.killAfter,
                cancel: cancel
            )
            return perform(context.backend, profiles, arguments, terms)
        }
        report(outcomes, arguments, session)
    }

    private func perform(
        _ backend: GatewayContext.Backend,
        _ profiles: [ProfileName],
        _ arguments: Arguments,
        _ terms: VerbTerms
    ) -> [GatewayResult] {
        let force = arguments.flags.contains(.force)
        switch backend {
        case .s6(let manager):
            let outcomes =
                switch self {
                case .start: manager.start(profiles, force: force, terms)
                case .stop: manager.stop(profiles, terms)
                case .restart: manager.restart(profiles, force: force, terms)
                case .retire: manager.retire(profiles, terms)
                }
            return outcomes.map { GatewayResult($0) }
        case .systemd(let manager):
            return profiles.map { profile in
                GatewayResult(profile) { () throws(GatewayError) in try perform(manager, profile) }
            }
        case .none(let error):
            return profiles.map { profile in GatewayResult(profile) { () throws(GatewayError) in throw error } }
        }
    }

    private func perform(_ manager: some ServiceManager, _ profile: ProfileName) throws(GatewayError) {
        switch self {
        case .start: try manager.start(profile)
        case .stop: try manager.stop(profile)
        case .restart: try manager.restart(profile)
        case .retire: try manager.retire(profile)
        }
    }

    /// One says nothing if it was done; of all each is told that was not, and how many were.
    private func report(_ results: [GatewayResult], _ arguments: Arguments, _ session: Session) {
        if arguments.json {
            let document = JSON.object([("schema", .number(1)), ("results", .array(results.map(\.json)))])
            session.console.write(document.text + "\n")
        }
        let isAll = arguments.flags.contains(.all)
        for result in results {
            if result.isRegistered && !arguments.json {
                session.console.write("✓ registered the s6 gateway slot for profile '\(result.profile)'\n")
            }
            for warning in result.warnings {
                session.console.complain(
                    "gateway-\(result.profile): \(result.error == nil ? "done, but" : "besides"): \(warning)\n"
                )
            }
            guard let error = result.error else { continue }
            if isAll { session.console.complain("✗ Could not \(rawValue) gateway-\(result.profile): ") }
            session.fail(error)
        }
        guard isAll, !arguments.json else { return }
        if results.isEmpty {
            session.console.write("✗ No profile gateways registered under s6\n")
        } else {
            let count = results.count { $0.error == nil }
            session.console.write("✓ \(past) \(count) profile gateway(s) under s6\n")
        }
    }
}

/// What has come of a verb for one gateway, whatever keeps it.
struct GatewayResult {
    let profile: ProfileName
    let error: GatewayError?
    let warnings: [GatewayError]
    let isRegistered: Bool
    let isCoalesced: Bool
    private let status: ServiceStatus?

    init(_ outcome: GatewayOutcome) {
        profile = outcome.profile
        error = outcome.error
        warnings = outcome.warnings
        isRegistered = outcome.remarks.contains(.registered)
        isCoalesced = outcome.remarks.contains(.coalesced)
        status = outcome.status
    }

    init(_ profile: ProfileName, _ body: () throws(GatewayError) -> Void) {
        self.profile = profile
        warnings = []
        isRegistered = false
        isCoalesced = false
        status = nil
        do throws(GatewayError) {
            try body()
            error = nil
        } catch {
            self.error = error
        }
    }

    var json: JSON {
        .object([
            ("profile", .string("\(profile)")), ("ok", .bool(error == nil)),
            ("error", .optional(error.map { "\($0)" })), ("remedy", .optional(error?.remedy)),
            ("exit_code", .number(Int64(error.map { ExitCode($0) }?.rawValue ?? 0))),
            ("registered", .bool(isRegistered)), ("coalesced", .bool(isCoalesced)),
            ("pid", .optional(status.flatMap { $0.isUp ? $0.pid : nil })),
            ("warnings", .array(warnings.map { .string("\($0)") })),
        ])
    }
}

enum GatewayStartCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "start"],
        summary: "Start a profile's gateway, and wait until it is up.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .all, .force, .timeout, .json, .scandir, .home, .policy],
        discussion: """
            A profile without a slot is given one. It is wanted up at the next boot as well, its deaths are counted anew,
            and a cap on them is lifted. What the root profile's gateway serves is refused with 78, but for --force.
            """,
        example: "hermesctl gateway start -p work"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        try GatewayVerb.start.run(arguments, spec, session)
    }
}

enum GatewayStopCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "stop"],
        summary: "Stop a profile's gateway, and wait until it is really down.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .all, .timeout, .killAfter, .json, .scandir, .home],
        discussion: """
            The gateway is told that its end is meant, and stays down at the next boot as well. It is killed only if
            --kill-after says so; when the time is over it stays wanted down, and it ends with 99.
            """,
        example: "hermesctl gateway stop -p work --timeout 20 --kill-after 10"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        try GatewayVerb.stop.run(arguments, spec, session)
    }
}

enum GatewayRestartCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "restart"],
        summary: "Restart a profile's gateway, whatever state it is in, and wait until it is up.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .all, .force, .timeout, .killAfter, .json, .scandir, .home, .policy],
        discussion: """
            One that is down is started. Two restarts of one gateway are $HERMES_GATEWAY_RESTART_INTERVAL seconds (2) apart
            at least: of a burst the first is done at once, and the others are one at its end.
            """,
        example: "hermesctl gateway restart -p work"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        try GatewayVerb.restart.run(arguments, spec, session)
    }
}

enum GatewayRetireCommand: Command {
    static let spec = CommandSpec(
        words: ["gateway", "retire"],
        summary: "Take a profile's gateway away, and wait until nothing of it runs.",
        operands: "",
        operandCount: 0...0,
        options: [.profile, .all, .timeout, .killAfter, .json, .scandir, .home],
        discussion: """
            Its slot goes; the profile stays, and what is wanted of it: reconcile brings the slot back. One that has no
            slot is no error. When the time is over it ends with 99, and another retire finishes the work.
            """,
        example: "hermesctl gateway retire -p work --kill-after 10"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        try GatewayVerb.retire.run(arguments, spec, session)
    }
}
