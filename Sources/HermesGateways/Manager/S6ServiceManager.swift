public import S6Native

/// The gateways of a tree that s6 keeps.
///
/// Each verb takes any number of them: all are asked, then awaited together, and one that fails does not keep the
/// others. Whatever changes a slot holds its lock, so that verbs of several processes come one after the other.
public struct S6ServiceManager: Sendable {
    /// Where they are, and what holds for them.
    public let settings: GatewaySettings
    /// What the verbs of ``ServiceManager`` are done with, each from its beginning.
    public var patience = Duration.seconds(30)

    /// Manages the gateways of a tree.
    public init(_ settings: GatewaySettings) { self.settings = settings }

    /// The profiles that have a slot, sorted; none, where there is no scandir.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if the scandir may not be read.
    public func list() throws(GatewayError) -> [ProfileName] {
        do throws(S6Error) {
            return try settings.scandir.list().compactMap { ProfileName(ofSlot: $0) }
        } catch .system(.open, settings.scandir.path, .noEntry) {
            return []
        } catch {
            throw .s6(error)
        }
    }

    /// The servicedir of a profile's slot, whether there is one or not.
    public func service(_ profile: ProfileName) -> ServiceDirectory { settings.service(profile) }

    /// Whether a gateway is up; one that has no slot, or no supervisor, is not.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if it may not be found out.
    public func isRunning(_ profile: ProfileName) throws(GatewayError) -> Bool {
        do throws(S6Error) {
            let service = service(profile)
            guard try service.supervised() != .unsupervised else { return false }
            return try service.status().isUp
        } catch .noSuchService, .notSupervised, .supervisorStarting {
            return false
        } catch {
            throw .s6(error)
        }
    }

    /// How it was when a gateway's restarts were ended; `nil` if they were not.
    public func capped(_ profile: ProfileName) throws(GatewayError) -> CappedGateway? {
        try wrapping { () throws(S6Error) in
            do throws(S6Error) { return try SlotNotes(service(profile)).capped() } catch .noSuchService { return nil }
        }
    }

    /// What is missing where a profile has no slot: the tree, the slot, or the profile itself.
    public func missing(_ profile: ProfileName) -> GatewayError { settings.missing(profile) }

    /// Does a verb to some gateways, each with the lock of its slot.
    ///
    /// Those come first whose locks are free; the others follow, each when it is. One that is busy keeps no other from what
    /// is asked, and nobody waits for a lock with another in his hands, so that two commands never wait for each other.
    func inTurns(
        _ profiles: [ProfileName],
        ofNew: Bool = false,
        _ terms: VerbTerms,
        _ verb: ([GatewayJob]) -> Void
    ) -> [GatewayOutcome] {
        var sorted: [ProfileName] = []
        var profiles = profiles
        profiles.heapSort { $0 < $1 }
        for profile in profiles where sorted.last != profile { sorted.append(profile) }
        let jobs = sorted.map { GatewayJob($0, settings, terms) }
        let free = jobs.filter { $0.hasLock(before: .now, ofNew: ofNew) }
        var busy = jobs.filter { job in job.isPending && !free.contains { $0 === job } }
        verb(free)
        for job in free { job.release() }
        while !busy.isEmpty {
            let job = busy.removeFirst()
            if job.hasLock(before: terms.turn(ofLast: busy.isEmpty), ofNew: ofNew) {
                verb([job])
                job.release()
            } else if job.isPending {
                busy.append(job)
            }
        }
        return jobs.map { $0.conclude() }
    }

    /// Has S6Native do something with those that have not failed, all at once.
    func pursue(
        _ jobs: [GatewayJob],
        _ verb: ([ServiceDirectory]) -> [Result<ServiceStatus, S6Error>]
    ) {
        let pending = jobs.filter { $0.isPending }
        let results = verb(pending.map { $0.service })
        for index in pending.indices {
            switch results[index] {
            case .success(let status): pending[index].outcome.status = status
            case .failure(let error): pending[index].outcome.error = .s6(error)
            }
        }
    }
}

extension S6ServiceManager: ServiceManager {
    /// s6.
    public var kind: ServiceManagerKind { .s6 }
    /// It can.
    public var supportsRuntimeRegistration: Bool { true }

    private var terms: VerbTerms { VerbTerms(before: .after(patience)) }

    /// Starts a profile's gateway: see ``start(_:force:_:)``.
    public func start(_ profile: ProfileName) throws(GatewayError) { try start([profile], terms)[0].check() }

    /// Stops a profile's gateway: see ``stop(_:_:)``.
    public func stop(_ profile: ProfileName) throws(GatewayError) { try stop([profile], terms)[0].check() }

    /// Restarts a profile's gateway: see ``restart(_:force:_:)``.
    public func restart(_ profile: ProfileName) throws(GatewayError) { try restart([profile], terms)[0].check() }

    /// Gives a profile a gateway: see ``register(_:variables:starting:_:)``.
    public func register(_ profile: ProfileName, starting: Bool) throws(GatewayError) {
        try register(profile, starting: starting, terms)
    }

    /// Takes a profile's gateway away: see ``retire(_:_:)``.
    public func retire(_ profile: ProfileName) throws(GatewayError) { try retire([profile], terms)[0].check() }
}
