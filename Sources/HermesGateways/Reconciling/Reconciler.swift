public import S6Native

/// Makes the slots of a tree match the profiles on the disk: at boot, and at any time after it.
///
/// A profile that is broken keeps no other from its gateway.
public struct Reconciler: Sendable {
    let settings: GatewaySettings
    let manager: S6ServiceManager
    /// Where the processes, and the rest of the system, are looked for.
    let root: S6Path

    /// Reconciles a tree.
    public init(_ settings: GatewaySettings, root: S6Path = "/") {
        self.settings = settings
        self.root = root
        manager = S6ServiceManager(settings)
    }

    /// What is to be done, and how.
    public struct Order: Sendable {
        /// The container has just started: what ran before has ended, and there may be no s6-svscan yet.
        public var isBoot = false
        /// Nothing is touched.
        public var isDry = false
        /// Slots whose profile is gone are retired.
        public var prunes = false
        /// What the container was told to run; `nil` if nothing is known of it.
        public var command: ContainerCommand?
        /// Somebody has said that the gateway is not to be supervised.
        public var optsOut = false
        /// Until when to wait.
        public var terms: VerbTerms

        /// An order with none of these.
        public init(_ terms: VerbTerms) { self.terms = terms }
    }

    /// Reconciles.
    ///
    /// - Returns: what was done about each profile, the root profile first.
    /// - Throws: ``GatewayError/s6(_:)`` if the profiles cannot be listed, or the scandir is not there.
    public func reconcile(_ order: Order) throws(GatewayError) -> [ReconcileAction] {
        let isScanned = try checkScandir()
        if order.isBoot, !order.isDry, !isScanned { sweep() }
        let plan = try plan(order)
        if order.isDry { return plan.map { $0.action } }
        var actions = plan.map { $0.action }
        // Looked for once, and not for each: that would take longer the more slots there are.
        let busy = isScanned ? leftovers() : []
        var late: [Int] = []
        for index in plan.indices {
            guard let profile = plan[index].profile else { continue }
            if !busy.contains(profile), let done = carryOut(plan[index].action, profile, order, isScanned: isScanned) {
                actions[index] = done
            } else {
                late.append(index)
            }
        }
        // Those that somebody works at, of which something still runs, or that a tree which is just starting has not
        // come to: each has its part of half of the time that is left, and of all of it what fails then.
        for isLast in [false, true] {
            var failed: [Int] = []
            for (number, index) in late.enumerated() {
                guard let profile = plan[index].profile else { continue }
                var share = order
                let parts = (isLast ? late.count : 2 * late.count) - number
                share.terms.deadline = order.terms.deadline.portion(of: parts)
                if let done = carryOut(plan[index].action, profile, share, isScanned: isScanned, waits: true) {
                    actions[index] = done
                    if done.error != nil { failed.append(index) }
                }
            }
            late = failed
        }
        return actions
    }

    /// An action that is planned; `profile` is `nil` where there is nothing to be done.
    ///
    /// A class, since an action is a lot to pass around.
    final class Planned {
        let profile: ProfileName?
        let action: ReconcileAction

        init(profile: ProfileName?, action: ReconcileAction) {
            self.profile = profile
            self.action = action
        }
    }

    /// Whether an s6-svscan keeps the scandir; one that may not be asked does.
    private func checkScandir() throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in
            _ = try settings.scandir.open()
            return try settings.scandir.isScanned() ?? true
        }
    }

    /// Lays, registers, renews or retires one slot; `nil` if that would have to wait, and it is not to.
    private func carryOut(
        _ planned: ReconcileAction,
        _ profile: ProfileName,
        _ order: Order,
        isScanned: Bool,
        waits: Bool = false
    ) -> ReconcileAction? {
        var action = planned
        let job = GatewayJob(profile, settings, order.terms)
        guard job.hasLock(before: waits ? order.terms.deadline : .now, ofNew: true) else {
            guard let error = job.conclude().error else {
                return waits ? action.failed(.s6(.locked(SlotLock.path(profile, in: settings.scandir)))) : nil
            }
            return action.failed(error)
        }
        if !waits, isScanned, mayTakeLong(job, planned) { return nil }
        job.attempt { () throws(GatewayError) in
            if case .retired = planned.action {
                action.action = try prune(job, order)
            } else {
                if order.isBoot, job.process() == nil { removeStaleFiles(of: profile) }
                action.action = try settle(job, planned.action, order, isScanned: isScanned)
            }
            job.finish()
        }
        guard let error = job.conclude().error else { return action }
        return action.failed(error)
    }

    /// Whether something has to end, or a slot is there that the scanner has not taken up.
    private func mayTakeLong(_ job: GatewayJob, _ planned: ReconcileAction) -> Bool {
        if case .retired = planned.action { return true }
        do throws(GatewayError) {
            guard try job.hasSlot() else { return false }
            return try !isSupervised(job)
        } catch {
            return true
        }
    }

    /// Retires a slot whose profile is gone, if it still is.
    private func prune(_ job: GatewayJob, _ order: Order) throws(GatewayError) -> ReconcileAction.Action {
        if try settings.hermes.has(job.profile) { return .unchanged }
        try job.refuseFromInside()
        job.announceStop()
        try manager.finishRetiring(job.profile, order.terms)
        return .retired
    }

    private func settle(
        _ job: GatewayJob,
        _ wanted: ReconcileAction.Action,
        _ order: Order,
        isScanned: Bool
    ) throws(GatewayError) -> ReconcileAction.Action {
        let wanted = try isStopped(job.profile) ? .registered : wanted, isDown = wanted != .started
        var variables: [GatewayVariable] = []
        if try job.hasSlot() {
            let isSupervised = try isSupervised(job)
            if isScanned || isSupervised {
                let isRenewed = try renew(job)
                guard !isSupervised else { return isRenewed ? .updated : .unchanged }
                job.keepDown(isDown)
                try manager.adopt(job, order.terms)
                return wanted
            }
            variables = try self.variables(of: job)
        } else if isScanned {
            try job.checkTime(for: .up)
            try manager.publish(job.profile, [], isDown: isDown, order.terms)
            return wanted
        }
        try settings.checkCommand()
        let files = settings.files(of: job.profile, variables), owner = try settings.skeletonOwner()
        try wrapping { () throws(S6Error) in
            try settings.scandir.lay(job.profile.slot) { (staged) throws(S6Error) in
                try files.build(staged, isDown: isDown, skeletonOf: owner)
            }
        }
        return wanted
    }

    /// Whether somebody has stopped it since the plan was made.
    private func isStopped(_ profile: ProfileName) throws(GatewayError) -> Bool {
        guard settings.policy != .multiplexOnly else { return false }
        return (try? GatewayStateFile(of: profile, in: settings.hermes).read())?.desiredState == .stopped
    }

    private func variables(of job: GatewayJob) throws(GatewayError) -> [GatewayVariable] {
        try wrapping { () throws(S6Error) in
            try GatewaySlotFiles.variables(in: settings.scandir.open().handle(job.profile.slot.entry))
        }
    }

    private func isSupervised(_ job: GatewayJob) throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in try job.service.supervised() != .unsupervised }
    }

    /// Renews the files of a slot that differ from what they should be; nothing restarts.
    private func renew(_ job: GatewayJob) throws(GatewayError) -> Bool {
        try settings.checkCommand()
        return try wrapping { () throws(S6Error) in
            let slot = try settings.scandir.open().handle(job.profile.slot.entry)
            let variables = try GatewaySlotFiles.variables(in: slot)
            return try settings.files(of: job.profile, variables).update(slot)
        }
    }
}

extension ReconcileAction {
    /// The same, of which nothing came.
    fileprivate func failed(_ error: GatewayError) -> ReconcileAction {
        var action = self
        action.action = .skipped(error.reason)
        action.error = error
        return action
    }
}

extension GatewayError {
    /// The word for it in the boot log.
    fileprivate var reason: ReconcileAction.Reason {
        switch self {
        case .noTree: .noTree
        case .s6(.locked), .s6(.slotBusy): .busy
        default: .failed
        }
    }
}
