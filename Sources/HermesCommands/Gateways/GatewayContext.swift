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

    /// Finds out; as root it becomes the owner of Hermes' home, or else of the scandir, first, so that root touches nothing
    /// that hermes can write.
    ///
    /// `nil` if something was in the way, which has been told.
    static func open(_ arguments: Arguments, _ session: Session) -> GatewayContext? {
        let environment = session.environment
        do throws(S6Error) {
            let hermes = HermesHome(try home(arguments, environment))
            // It is used from other directories as well.
            guard hermes.root.bytes.first == UInt8(ascii: "/") else {
                let reason = "\(hermes.root): cannot be Hermes' home: the path is relative"
                session.fail(.usage, reason, remedy: "give it from / on, in --home or HERMES_HOME")
                return nil
            }
            let trees = try Trees(option: arguments.scandir, environment)
            try Privileges.dropRoot(to: [hermes.root, trees.scandir.path])
            var settings = GatewaySettings(trees.scandir, hermes)
            if let mistake = read(environment, into: &settings) {
                session.fail(.usage, mistake.description, remedy: mistake.remedy)
                return nil
            }
            settings.policy = arguments.policy ?? settings.policy
            return GatewayContext(settings: settings, backend: try backend(settings, arguments, environment))
        } catch {
            session.fail(error)
            return nil
        }
    }

    /// Hermes' home.
    static func home(_ arguments: Arguments, _ environment: Environment) throws(S6Error) -> S6Path {
        if let home = arguments.home { return home }
        guard let variable = environment["HERMES_HOME"] else { return HermesHome.standard }
        return try S6Path(bytes: variable)
    }

    /// A variable that says nothing that can be understood.
    struct Mistake {
        let variable: String
        let value: [UInt8]
        let remedy: String

        var description: String { "\(variable): cannot take \(ReadableText.of(value))" }
    }

    /// Takes what the environment says; a slip there is told, and not taken for the usual.
    private static func read(_ environment: Environment, into settings: inout GatewaySettings) -> Mistake? {
        settings.multiplexVariable = environment["GATEWAY_MULTIPLEX_PROFILES"]
        if let program = ProcessInput.program { settings.hermesctl = program }
        if let value = environment["HERMES_GATEWAY_POLICY"] {
            guard let policy = GatewayPolicy(letter: value) else {
                return Mistake(variable: "HERMES_GATEWAY_POLICY", value: value, remedy: "A, B or C")
            }
            settings.policy = policy
        }
        if let value = environment["HERMES_GATEWAY_TREE"] {
            guard let tree = TreeKind(value) else {
                return Mistake(variable: "HERMES_GATEWAY_TREE", value: value, remedy: "isolated or shared")
            }
            settings.tree = tree
        }
        let interval = "HERMES_GATEWAY_RESTART_INTERVAL"
        if let value = environment[interval] {
            guard let duration = Seconds.duration(String(decoding: value, as: UTF8.self)) else {
                return Mistake(variable: interval, value: value, remedy: "a number of seconds; 0 is none")
            }
            settings.restartInterval = duration
        }
        return nil
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
            // Who waits at the start of a container may be earlier than its s6-svscan.
            || (arguments.flags.contains(.waits) && environment.has("HERMES_GATEWAY_TREE"))
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
    ///
    /// All of none is told, but for who only asks which there are.
    func profiles(
        _ arguments: Arguments,
        _ session: Session,
        needingTree: Bool = true
    ) throws(UsageError) -> [ProfileName]? {
        let isAll = arguments.flags.contains(.all)
        guard !(isAll && arguments.profile != nil) else {
            throw UsageError(message: "gateway: cannot take both --all and --profile")
        }
        guard isAll else { return [arguments.profile ?? .standard] }
        do throws(GatewayError) {
            switch backend {
            case .s6(let manager):
                let all = try manager.list(), scandir = manager.settings.scandir
                // Nothing to do, and nowhere to do it, are two things.
                if needingTree, all.isEmpty, (try? scandir.isScanned()) == .some(false) {
                    throw .noTree(scandir.path, profile: nil)
                }
                return all
            case .systemd(let manager): return try manager.list()
            case .none(let error): throw error
            }
        } catch {
            session.fail(error)
            return nil
        }
    }
}
