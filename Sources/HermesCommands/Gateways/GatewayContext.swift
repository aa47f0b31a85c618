import HermesGateways
import S6Native

/// Where the gateways are that a command is about, and what keeps them.
struct GatewayContext {
    /// What keeps gateways here.
    enum Backend {
        case s6(S6ServiceManager)
        case systemd(SystemdServiceManager)
        case none(GatewayError)
    }

    let settings: GatewaySettings
    let backend: Backend

    /// Finds out; as root it becomes the owner of Hermes' home first, so that root touches nothing that hermes can write.
    ///
    /// `nil` if something was in the way, which has been told.
    static func open(_ arguments: Arguments, _ session: Session) -> GatewayContext? {
        do throws(S6Error) {
            let environment = session.environment
            let home = try home(arguments, environment)
            let hermes = HermesHome(home)
            try dropPrivileges(to: hermes)
            let trees = try Trees(option: arguments.scandir, environment)
            let settings = settings(trees.scandir, hermes, arguments, environment)
            return GatewayContext(settings: settings, backend: try backend(settings, arguments, environment))
        } catch {
            session.fail(error)
            return nil
        }
    }

    private static func home(_ arguments: Arguments, _ environment: Environment) throws(S6Error) -> S6Path {
        if let home = arguments.home { return home }
        guard let variable = environment["HERMES_HOME"] else { return HermesHome.standard }
        return try S6Path(bytes: variable)
    }

    private static func dropPrivileges(to hermes: HermesHome) throws(S6Error) {
        guard CurrentProcess.user == 0, let owner = hermes.owner() else { return }
        if let errno = Privileges.become(owner) {
            throw .system(.setuid, path: hermes.root, errno: errno)
        }
    }

    private static func settings(
        _ scandir: ScanDirectory,
        _ hermes: HermesHome,
        _ arguments: Arguments,
        _ environment: Environment
    ) -> GatewaySettings {
        var settings = GatewaySettings(scandir, hermes)
        settings.policy =
            arguments.policy ?? environment["HERMES_GATEWAY_POLICY"].flatMap { GatewayPolicy(letter: $0) }
            ?? .perProfile
        settings.multiplexVariable = environment["GATEWAY_MULTIPLEX_PROFILES"]
        settings.tree = environment["HERMES_GATEWAY_TREE"].flatMap { TreeKind($0) }
        if let program = ProcessInput.program { settings.hermesctl = program }
        if let text = environment["HERMES_GATEWAY_RESTART_INTERVAL"],
            let interval = Seconds.duration(String(decoding: text, as: UTF8.self))
        {
            settings.restartInterval = interval
        }
        return settings
    }

    /// s6, where it is process 1, or a tree is named, or one runs where trees are; else what the machine has.
    private static func backend(
        _ settings: GatewaySettings,
        _ arguments: Arguments,
        _ environment: Environment
    ) throws(S6Error) -> Backend {
        let isNamed =
            arguments.scandir != nil || environment.has("HERMES_SCANDIR")
            || environment.has("S6_PROFILE_GATEWAY_SCANDIR")
        let platform = Platform()
        if isNamed || platform.isSupervisedByS6 { return .s6(S6ServiceManager(settings)) }
        if (try? settings.scandir.isScanned()) ?? false { return .s6(S6ServiceManager(settings)) }
        switch platform.manager {
        case .systemd: return .systemd(SystemdServiceManager(environment))
        case .launchd, .windows: return .none(.notOnThisPlatform(platform.manager))
        case .s6, .none: return .none(.noServiceManager)
        }
    }

    /// The manager of the tree; `nil` where there is none, which has been told.
    func s6(_ session: Session) -> S6ServiceManager? {
        switch backend {
        case .s6(let manager): return manager
        case .systemd: session.fail(.noRegistration(.systemd))
        case .none(let error): session.fail(error)
        }
        return nil
    }

    /// The profiles that the words are about; `nil` if they cannot be found out, which has been told.
    func profiles(_ arguments: Arguments, _ session: Session) throws(UsageError) -> [ProfileName]? {
        let isAll = arguments.flags.contains(.all)
        guard !(isAll && arguments.profile != nil) else {
            throw UsageError(message: "gateway: cannot take both --all and --profile")
        }
        guard isAll else { return [arguments.profile ?? .standard] }
        do throws(GatewayError) {
            switch backend {
            case .s6(let manager): return try manager.list()
            case .systemd(let manager): return try manager.list()
            case .none(let error): throw error
            }
        } catch {
            session.fail(error)
            return nil
        }
    }
}
