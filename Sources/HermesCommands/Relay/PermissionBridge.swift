import PermCore
import PermPolicy
import S6Native

/// Controls root's own services for a user whom the policy lets: by the broker, or else by the helper.
///
/// What the broker has answered is final: the helper decides by the same policy.
struct PermissionBridge: Sendable {
    private let machine: Machine
    private let traits: ProcessTraits?
    private let patience: RelayPatience

    /// That of the machine; tests have one of their own, and may say what is to be seen of the process.
    init(_ machine: Machine = Machine(), _ patience: RelayPatience = RelayPatience(), traits: ProcessTraits? = nil) {
        self.machine = machine
        self.patience = patience
        self.traits = traits
    }

    /// It, as the library takes it.
    var relay: ControlRelay {
        ControlRelay(
            serves: { serves($0) },
            carry: { (verb, service) throws(S6Error) in try carry(verb, service) }
        )
    }

    /// Whether the service is the one that has its name in the policy's base, by whatever path it was named.
    ///
    /// All that a relay is told is the name: another servicedir of that name must not lead to this one.
    func serves(_ service: ServiceDirectory) -> Bool {
        let name = service.path.lastComponent
        guard ServiceName(Array(name).span) != nil else { return false }
        do throws(S6Error) {
            let known = try Directory.handle(trusting: machine.place(of: base).appending(name))
            return try service.open().ownAttributes().identity == known.ownAttributes().identity
        } catch {
            return false
        }
    }

    /// The base that the compiled policy begins with.
    private var base: S6Path {
        let place = machine.place(of: BridgePaths.policy)
        let text = try? Directory.handle(place.parent).contents(of: EntryName(place.lastComponent), limit: 4097)
        // Where no policy says it, what is asked is refused all the same, with the reason.
        return text.flatMap { PolicyBase.path(in: $0) } ?? BridgePaths.servicedirs
    }

    /// Has one verb sent.
    func carry(_ verb: RelayVerb, _ service: ServiceDirectory) throws(S6Error) {
        let name = Array(service.path.lastComponent), socket = machine.place(of: BridgePaths.socket)
        guard !patience.isSilent else { throw .refusedByRelay(service.path, verb, .silent(socket)) }
        let terms = patience.terms
        switch BrokerRelay(socket: socket).ask(name, verb, before: terms.deadline, cancel: terms.cancel) {
        case .answered(.done): return
        case .answered(.refused(.notSupervised)): throw .notSupervised(service.path)
        case .answered(.refused(let refusal)):
            let reason = RelayRefusal(refusal) ?? .unprivileged(socket, .brokerWithoutGroup)
            throw .refusedByRelay(service.path, verb, reason)
        case .lost:
            patience.noteSilence()
            throw .refusedByRelay(service.path, verb, .lost(socket))
        case .busy: try askHelper(verb, service, isBrokerBusy: true)
        case .absent: try askHelper(verb, service, isBrokerBusy: false)
        }
    }

    private func askHelper(_ verb: RelayVerb, _ service: ServiceDirectory, isBrokerBusy: Bool) throws(S6Error) {
        let helper = machine.place(of: BridgePaths.helper), name = Array(service.path.lastComponent)
        let reason: RelayRefusal
        switch HelperRelay(program: helper).ask(name, verb) {
        case .answered(.done): return
        case .answered(.refused(.notSupervised)): throw .notSupervised(service.path)
        case .answered(.refused(let refusal)): reason = RelayRefusal(refusal) ?? unprivileged(helper)
        case .notStarted(let errno): reason = unprivileged(helper, refused: errno)
        case .lost: reason = .lost(helper)
        }
        throw .refusedByRelay(service.path, verb, actual(reason, helper, isBrokerBusy: isBrokerBusy))
    }

    /// What is really the matter, where the helper cannot know it.
    private func actual(_ reason: RelayRefusal, _ helper: S6Path, isBrokerBusy: Bool) -> RelayRefusal {
        switch reason {
        case .unprivileged where isBrokerBusy: .tryAgain
        case .unusablePolicy where diagnosis(of: helper).isPolicyForeign(machine.place(of: BridgePaths.policy)):
            .unprivileged(helper, .userNamespace)
        default: reason
        }
    }

    private func unprivileged(_ helper: S6Path, refused: Errno? = nil) -> RelayRefusal {
        .unprivileged(helper, diagnosis(of: helper).fault(refused: refused))
    }

    private func diagnosis(of helper: S6Path) -> HelperDiagnosis {
        HelperDiagnosis(helper: helper, machine: machine, traits: traits ?? .current)
    }
}

extension RelayRefusal {
    /// What a relay has said; `nil` if it is that it has no privilege, or that the service is not supervised.
    fileprivate init?(_ refusal: Refusal) {
        switch refusal {
        case .tampering: self = .tampering
        case .tryAgain: self = .tryAgain
        case .denied: self = .denied
        case .unusablePolicy: self = .unusablePolicy
        case .badRequest: self = .badRequest
        case .system: self = .system
        case .notSupervised, .unprivileged: return nil
        }
    }
}
