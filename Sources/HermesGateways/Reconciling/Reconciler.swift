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
        var actions: [ReconcileAction] = []
        for item in plan {
            guard let profile = item.profile else {
                actions.append(item.action)
                continue
            }
            if order.isBoot { removeStaleFiles(of: profile) }
            actions.append(carryOut(item.action, profile, order, isScanned: isScanned))
        }
        return actions
    }

    /// An action that is planned; `profile` is `nil` where there is nothing to be done.
    struct Planned {
        let profile: ProfileName?
        let action: ReconcileAction
    }

    /// Whether an s6-svscan keeps the scandir; one that may not be asked does.
    private func checkScandir() throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in
            _ = try settings.scandir.open()
            return try settings.scandir.isScanned() ?? true
        }
    }

    /// Lays, registers, renews or retires one slot.
    private func carryOut(
        _ planned: ReconcileAction,
        _ profile: ProfileName,
        _ order: Order,
        isScanned: Bool
    ) -> ReconcileAction {
        var action = planned
        let job = manager.begin([profile], order.terms)[0]
        job.attempt { () throws(GatewayError) in
            if case .retired = planned.action {
                job.release()
                return try manager.retire([profile], order.terms)[0].check()
            }
            action.action = try settle(job, planned.action, order, isScanned: isScanned)
        }
        if let error = manager.end([job])[0].error {
            action.action = .skipped(error.reason)
            action.error = error
        }
        return action
    }

    private func settle(
        _ job: GatewayJob,
        _ wanted: ReconcileAction.Action,
        _ order: Order,
        isScanned: Bool
    ) throws(GatewayError) -> ReconcileAction.Action {
        let isDown = wanted != .started
        if try job.hasSlot() {
            // Where a scanner is, a slot without a supervisor gets one at any moment.
            var isKept = isScanned
            if !isKept { isKept = try isSupervised(job) }
            if isKept { return try renew(job) ? .updated : .unchanged }
        } else if isScanned {
            try manager.publish(job.profile, [], isDown: isDown, order.terms)
            return wanted
        }
        let files = settings.files(of: job.profile, []), owner = try settings.skeletonOwner()
        try wrapping { () throws(S6Error) in
            try settings.scandir.lay(job.profile.slot) { (staged) throws(S6Error) in
                try files.build(staged, isDown: isDown, skeletonOf: owner)
            }
        }
        return wanted
    }

    private func isSupervised(_ job: GatewayJob) throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in try job.service.supervised() != .unsupervised }
    }

    /// Renews the files of a slot that differ from what they should be; nothing restarts.
    private func renew(_ job: GatewayJob) throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in
            let slot = try settings.scandir.open().handle(job.profile.slot.entry)
            let variables = try GatewaySlotFiles.variables(in: slot)
            return try settings.files(of: job.profile, variables).update(slot)
        }
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
