import HermesGateways
import S6Native

/// All that can be found out about one gateway.
struct GatewayReport {
    let profile: ProfileName
    let service: ServiceReport
    let state: GatewayState?
    let capped: CappedGateway?
    let log: S6Path
    private let manager: ServiceManagerKind
    private let lastDeath: DeathTally.Death?
    /// Whether the process that the state file speaks of is the one that is up.
    private let isCurrent: Bool
    /// What could not be read of Hermes' own files.
    let error: GatewayError?

    init(_ profile: ProfileName, _ manager: S6ServiceManager) {
        let settings = manager.settings
        self.profile = profile
        self.manager = manager.kind
        service = ServiceReport(NamedService(profile.slot, in: settings.scandir))
        log = settings.hermes.logDirectory(of: profile).appending("current")
        var state: GatewayState?, error: GatewayError?
        do throws(GatewayError) {
            state = try GatewayStateFile(of: profile, in: settings.hermes).read()
        } catch .s6(.system(.open, _, .noEntry)) {
            state = nil  // no home any more
        } catch let refused {
            error = refused
        }
        self.state = state
        self.error = error
        capped = (try? manager.capped(profile)) ?? nil
        lastDeath = try? service.service.directory.deathTally().deaths.last
        isCurrent = Self.isCurrent(state, service.status)
    }

    private static func isCurrent(_ state: GatewayState?, _ status: ServiceStatus?) -> Bool {
        guard let pid = state?.pid else { return true }
        guard let status, status.isUp else { return false }
        guard pid == status.pid else { return false }
        // After a container's start numbers come again.
        guard let told = state?.startTime, let stat = try? ProcessTable.stat(of: pid) else { return true }
        return told == stat.startTime
    }

    /// How it last ended; `nil` if it has not, as far as is known.
    var lastExit: String? {
        if let status = service.status, !status.isUp, !service.hasNotRun {
            return Self.words(code: status.exitCode.map { Int32($0) }, signal: status.signal)
        }
        if let capped { return Self.words(code: Int32(capped.exitCode), signal: capped.signal) }
        return lastDeath.map { Self.words(code: Int32($0.exitCode), signal: $0.signal) }
    }

    /// An end in words: what the code means to a gateway.
    static func words(code: Int32?, signal: UInt8?) -> String {
        if let signal, signal != 0 { return "killed by \(SignalName.name(of: Int32(signal)))" }
        return switch code {
        case 0: "ended as asked (exit 0)"
        case 75: "asked to be restarted (exit 75)"
        case 78: "fatal configuration (exit 78)"
        case let code?: "crashed (exit \(code))"
        case nil: "unknown"
        }
    }
}

extension GatewayReport {
    /// That of a service, and what is a gateway's.
    var json: JSON {
        .object(
            service.members + [
                ("manager", .string("\(manager)")),
                ("profile", .string("\(profile)")),
                ("desired", .optional(state?.desired.map { String(decoding: $0, as: UTF8.self) })),
                ("observed", .optional(state?.observed.map { String(decoding: $0, as: UTF8.self) })),
                ("observed_is_current", .optional(state?.observed == nil ? nil : isCurrent)),
                ("capped", capped.map { $0.json } ?? .null),
                ("last_exit", .optional(lastExit)),
                ("log", .string(ServiceReport.exact(log))),
            ]
        )
    }

    static let header = ["SLOT", "STATE", "SINCE", "WANTED", "DEATHS", "DESIRED", "OBSERVED", "LAST EXIT", "LOG"]

    /// A line of the table.
    func cells(now: TAI64N) -> [Cell] {
        [
            Cell(service.service.displayName, .emphasized),
            stateCell,
            Cell(service.status.map { ServiceReport.age($0.changedAt, now) } ?? "-"),
            service.want,
            Cell(service.deaths.map { "\($0)" } ?? "-", (service.deaths ?? 0) > 0 ? .warning : .plain),
            desiredCell,
            observedCell,
            Cell(lastExit ?? "-"),
            Cell("\(log)", .faint),
        ]
    }

    private var stateCell: Cell {
        if let capped, service.status?.isUp != true { return Cell("capped: \(capped)", .bad) }
        return service.state
    }

    private var desiredCell: Cell {
        guard let desired = state?.desired else { return Cell("-") }
        let isSo = (state?.desiredState == .running) == (service.status?.isUp ?? false)
        return Cell(ReadableText.of(desired.prefix(32)), isSo ? .plain : .warning)
    }

    /// What the gateway told, if it is the one that runs, or it is not told to be running.
    private var observedCell: Cell {
        guard let observed = state?.observed else { return Cell("-") }
        let text = ReadableText.of(observed.prefix(32))
        return isCurrent ? Cell(text) : Cell(text + " (before)", .faint)
    }
}

extension CappedGateway {
    fileprivate var json: JSON {
        .object([
            ("deaths", .number(Int64(deaths))), ("seconds", .number(seconds)),
            ("exit_code", signal == 0 ? .number(Int64(exitCode)) : .null),
            ("signal", signal == 0 ? .null : .string(SignalName.name(of: Int32(signal)))),
            ("at", .string(at.rfc3339)),
        ])
    }
}
