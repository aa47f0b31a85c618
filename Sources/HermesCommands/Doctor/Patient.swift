import HermesGateways
import PermPolicy
import S6Native

/// What is examined: the gateways, their tree, and the machine around it, each looked at once.
struct Patient {
    let settings: GatewaySettings
    let manager: S6ServiceManager
    let machine: Machine
    let tree: TreeFacts
    let programs: ScriptPrograms
    /// What is granted on the machine.
    let policy: PolicySource
    /// The slots of the tree.
    let slots: Result<[SlotName], S6Error>
    /// What is in `profiles/`, or why that cannot be told.
    let found: Result<[FoundProfile], GatewayError>
    /// Whether Hermes' home is there.
    let hasHome: Bool
    /// The gateways that have a slot.
    let gateways: [GatewayReport]

    init(_ context: GatewayContext, _ environment: Environment, _ machine: Machine = Machine()) {
        var isForeign = false
        if case .systemd = context.backend { isForeign = true }
        self.init(context.settings, environment, machine, isForeign: isForeign)
    }

    init(
        _ settings: GatewaySettings,
        _ environment: Environment,
        _ machine: Machine,
        isForeign: Bool = false,
        tree: TreeFacts? = nil
    ) {
        self.settings = settings
        self.machine = machine
        manager = S6ServiceManager(settings)
        let tree = tree ?? TreeFacts(settings.scandir, isForeign: isForeign)
        self.tree = tree
        programs = ScriptPrograms(machine, settings.style, tree, environment)
        policy = PolicySource(at: Policy.source, machine)
        slots = Self.slots(settings.scandir)
        found = Self.profiles(settings.hermes)
        hasHome = Self.isThere(settings.hermes.root)
        gateways = ((try? slots.get()) ?? []).compactMap { [manager] in
            ProfileName(ofSlot: $0).map { GatewayReport($0, manager) }
        }
    }

    private static func slots(_ scandir: ScanDirectory) -> Result<[SlotName], S6Error> {
        do throws(S6Error) {
            return .success(try scandir.list())
        } catch .system(.open, scandir.path, .noEntry) {
            return .success([])
        } catch {
            return .failure(error)
        }
    }

    private static func profiles(_ hermes: HermesHome) -> Result<[FoundProfile], GatewayError> {
        do throws(GatewayError) { return .success(try hermes.find()) } catch { return .failure(error) }
    }

    private static func isThere(_ home: S6Path) -> Bool {
        do throws(S6Error) {
            _ = try Directory.handle(home)
            return true
        } catch {
            return error.errno != .noEntry
        }
    }

    /// The profiles there are, the root profile first; none where there is no home.
    var profiles: [ProfileName] {
        guard hasHome else { return [] }
        let others = ((try? found.get()) ?? []).compactMap { entry -> ProfileName? in
            if case .profile(let profile) = entry { profile } else { nil }
        }
        return [.standard] + others
    }
}
