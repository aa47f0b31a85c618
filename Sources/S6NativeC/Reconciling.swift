// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// `s6n_reconcile`, as `s6native.h` has it.
@c @implementation
public func s6n_reconcile(
    _ gateways: UnsafePointer<s6n_gateways>!,
    _ flags: UInt32,
    _ command: UnsafePointer<UnsafePointer<CChar>?>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ callback: s6n_action_callback!,
    _ context: UnsafeMutableRawPointer!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answer(error) { () throws(GatewayError) in
        try check(flags, S6N_BOOT | S6N_DRY_RUN | S6N_PRUNE | S6N_NO_SUPERVISE | S6N_BOOT_LOG)
        let settings = unsafe try S6ServiceManager(gateways).settings, flags = Int(flags)
        var order = Reconciler.Order(unsafe try gatewayTerms(terms))
        order.isBoot = flags & S6N_BOOT != 0
        order.isDry = flags & S6N_DRY_RUN != 0
        order.prunes = flags & S6N_PRUNE != 0
        order.optsOut = flags & S6N_NO_SUPERVISE != 0
        if unsafe command != nil { order.command = ContainerCommand(commandLine: unsafe strings(command)) }
        let actions = try Reconciler(settings).reconcile(order)
        if let callback = unsafe callback {
            for action in actions { unsafe action.tell(callback, context) }
        }
        if flags & S6N_BOOT_LOG != 0, !order.isDry { try BootLog(in: settings.hermes).append(actions) }
        return 0
    }
}

extension ReconcileAction {
    /// Calls back with it; what it points at lasts as long as the call.
    fileprivate func tell(_ callback: s6n_action_callback, _ context: UnsafeMutableRawPointer?) {
        var told = unsafe s6n_action()
        unsafe told.size = UInt32(MemoryLayout<s6n_action>.size)
        let (action, reason) = numbers
        unsafe told.action = CInt(action)
        unsafe told.reason = CInt(reason)
        unsafe told.prior_exit = CInt(lastShutdown.number)
        unsafe told.folded = CInt(isFoldedIntoRoot.map { $0 ? S6N_YES : S6N_NO } ?? S6N_UNKNOWN)
        let message = error?.text.bytes
        unsafe profile.lend { profile in
            unsafe told.profile = profile
            unsafe (prior ?? []).lend { text in
                if prior != nil { unsafe told.prior = text }
                unsafe (observed ?? []).lend { text in
                    if observed != nil { unsafe told.observed = text }
                    unsafe (message ?? []).lend { text in
                        if message != nil { unsafe told.message = text }
                        unsafe callback(&told, context)
                    }
                }
            }
        }
    }

    private var numbers: (action: Int, reason: Int) {
        switch action {
        case .started: (S6N_STARTED, S6N_REASON_NONE)
        case .registered: (S6N_REGISTERED, S6N_REASON_NONE)
        case .updated: (S6N_UPDATED, S6N_REASON_NONE)
        case .unchanged: (S6N_UNCHANGED, S6N_REASON_NONE)
        case .retired: (S6N_RETIRED, S6N_REASON_NONE)
        case .skipped(let reason): (S6N_SKIPPED, reason.number)
        }
    }
}

extension ReconcileAction.Reason {
    fileprivate var number: Int {
        switch self {
        case .invalidName: S6N_REASON_INVALID_NAME
        case .reservedName: S6N_REASON_RESERVED_NAME
        case .unreadable: S6N_REASON_UNREADABLE
        case .noProfile: S6N_REASON_NO_PROFILE
        case .noTree: S6N_REASON_NO_TREE
        case .busy: S6N_REASON_BUSY
        case .failed: S6N_REASON_FAILED
        }
    }
}

extension LastShutdown {
    fileprivate var number: Int {
        switch self {
        case .clean: S6N_EXIT_CLEAN
        case .unclean: S6N_EXIT_UNCLEAN
        case .unknown: S6N_EXIT_UNKNOWN
        }
    }
}
