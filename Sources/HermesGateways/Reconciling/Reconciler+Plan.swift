import S6Native

extension Reconciler {
    /// What there is to be done, the root profile first; nothing is touched, but for what a legacy container leaves.
    func plan(_ order: Order) throws(GatewayError) -> [Planned] {
        let found = try settings.hermes.find()
        var profiles: [ProfileName] = [.standard], skipped: [Planned] = []
        for entry in found {
            switch entry {
            case .profile(let profile): profiles.append(profile)
            case .skipped(let name, let reason):
                skipped.append(Planned(profile: nil, action: Self.action(skipping: name, reason)))
            }
        }
        let known = profiles.map { Known($0, state(of: $0, order)) }
        let isFolded = settings.policy == .multiplexOnly
        let anyRan = known.contains { $0.state.startsAtBoot }
        var plan: [Planned] = []
        for one in known {
            let profile = one.profile, state = one.state
            let starts =
                profile.isStandard && isFolded
                ? anyRan : state.startsAtBoot && !settings.isServedByRoot(profile)
            let folds = isFolded ? !profile.isStandard && state.startsAtBoot : nil
            let action = ReconcileAction(
                profile.bytes,
                starts ? .started : .registered,
                prior: state.prior,
                observed: state.observed,
                LastShutdown(of: profile, in: settings.hermes),
                isFoldedIntoRoot: folds,
                error: one.error
            )
            plan.append(Planned(profile: profile, action: action))
        }
        return try plan + skipped + orphans(beside: profiles, order)
    }

    /// What is known of a profile's gateway.
    private final class Known {
        let profile: ProfileName
        let state: GatewayState
        let error: GatewayError?

        init(_ profile: ProfileName, _ found: (GatewayState, GatewayError?)) {
            self.profile = profile
            (state, error) = found
        }
    }

    private static func action(skipping name: [UInt8], _ reason: FoundProfile.Reason) -> ReconcileAction {
        switch reason {
        case .invalidName: ReconcileAction(name, .skipped(.invalidName))
        case .reservedName: ReconcileAction(name, .skipped(.reservedName))
        case .unreadable(let error): ReconcileAction(name, .skipped(.unreadable), error: .s6(error))
        }
    }

    /// What is known of a profile's gateway; a file that cannot be read says nothing, and that is told.
    private func state(of profile: ProfileName, _ order: Order) -> (GatewayState, GatewayError?) {
        let file = GatewayStateFile(of: profile, in: settings.hermes)
        do throws(GatewayError) {
            if profile.isStandard, order.isBoot, try isLegacy(file, order) {
                if order.isDry { return (.running, nil) }
                try file.migrate(before: order.terms.deadline, cancel: order.terms.cancel)
            }
            return (try file.read(), nil)
        } catch {
            return (.unknown, error)
        }
    }

    /// A container from before there were slots: it runs the gateway as its command, and has no state.
    private func isLegacy(_ file: GatewayStateFile, _ order: Order) throws(GatewayError) -> Bool {
        guard let command = order.command, command.isLegacyGateway, !order.optsOut else { return false }
        return try !file.exists()
    }

    /// The slots whose profile is gone: told, and retired if that is asked for.
    private func orphans(beside profiles: [ProfileName], _ order: Order) throws(GatewayError) -> [Planned] {
        var plan: [Planned] = [], known = profiles
        known.heapSort { $0 < $1 }
        var next = 0
        for profile in try manager.list() {  // sorted as well
            while next < known.count, known[next] < profile { next += 1 }
            guard next == known.count || known[next] != profile else { continue }
            // A profile that cannot be looked into is not gone.
            guard let isThere = try? settings.hermes.has(profile), !isThere else { continue }
            let action: ReconcileAction.Action = order.prunes ? .retired : .skipped(.noProfile)
            plan.append(
                Planned(profile: order.prunes ? profile : nil, action: ReconcileAction(profile.bytes, action))
            )
        }
        return plan
    }

    /// What the gateways of the last boot have left, which would have the next ones believe that they run.
    func removeStaleFiles(of profile: ProfileName) {
        for name in ["gateway.pid", "processes.json"] as [StaticString] {
            do throws(S6Error) {
                let home = try Directory.handle(trusting: settings.hermes.home(of: profile))
                try home.unlink(EntryName(Array(name)))
            } catch {}  // not there; or in the way of nobody but its gateway, which will say so
        }
    }

    /// Removes what killed commands have left in a scandir that nothing keeps yet, each under its slot's lock.
    func sweep() {
        for profile in leftovers() {
            do throws(S6Error) {
                let lock = try SlotLock.take(profile, in: settings.scandir, before: .now, cancel: nil)
                let directory = try settings.scandir.open()
                try directory.removeTree(profile.slot.staging)
                for rest in try directory.retiredSlots(of: profile.slot) { try directory.removeTree(rest) }
                lock.release()
            } catch {}  // in use, or not ours to remove: doctor tells
        }
    }

    /// The profiles of the slots that are being put together or retired, or were when somebody was killed.
    func leftovers() -> [ProfileName] {
        var found: [ProfileName] = []
        do throws(S6Error) {
            try settings.scandir.open().listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                if let profile = ProfileName(ofHidden: entry.name), !found.contains(profile) { found.append(profile) }
                return true
            }
        } catch {}
        return found
    }
}

extension ProfileName {
    /// The profile of a hidden slot, that is being put together or retired; `nil` for any other name.
    public init?(ofHidden name: [UInt8]) {
        guard name.first == UInt8(ascii: "."), name.count > 1 else { return nil }
        let rest = name.dropFirst()
        for suffix in [".tmp", ".retired-"] as [StaticString] {
            let mark = Array(suffix)
            guard let dot = rest.firstIndex(of: UInt8(ascii: ".")), rest[dot...].starts(with: mark) else { continue }
            guard let profile = ProfileName(ofSlot: SlotName(found: Array(rest[..<dot]))) else { return nil }
            self = profile
            return
        }
        return nil
    }
}
