// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// `s6n_gateway_control`, as `s6native.h` has it.
@c @implementation
public func s6n_gateway_control(
    _ gateways: UnsafePointer<s6n_gateways>!,
    _ verb: CInt,
    _ profiles: UnsafePointer<UnsafePointer<CChar>?>!,
    _ count: Int,
    _ flags: UInt32,
    _ terms: UnsafePointer<s6n_terms>!,
    _ callback: s6n_outcome_callback!,
    _ context: UnsafeMutableRawPointer!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answer(error) { () throws(GatewayError) in
        let manager = unsafe try S6ServiceManager(gateways), terms = unsafe try gatewayTerms(terms)
        try check(flags, S6N_ALL_PROFILES | S6N_FORCE)
        var names: [ProfileName] = []
        if Int(flags) & S6N_ALL_PROFILES != 0 {
            names = try manager.list()
        } else {
            for name in unsafe try profileNames(profiles, count) { names.append(try ProfileName(bytes: name)) }
        }
        let outcomes = try manager.control(names, Int(verb), force: Int(flags) & S6N_FORCE != 0, terms)
        if let callback = unsafe callback {
            for outcome in outcomes { unsafe outcome.tell(callback, context) }
        }
        for outcome in outcomes { try outcome.check() }
        return 0
    }
}

private func profileNames(_ array: UnsafePointer<CText?>?, _ count: Int) throws(GatewayError) -> [[UInt8]] {
    do throws(S6Error) { return unsafe try strings(array, count) } catch { throw .s6(error) }
}

/// Refuses flags that a later version may have.
func check(_ flags: UInt32, _ known: Int) throws(GatewayError) {
    if Int(flags) & ~known != 0 { throw .s6(.invalidArgument(bytes: Text.bytes("flags"))) }
}

extension S6ServiceManager {
    fileprivate func control(
        _ profiles: [ProfileName],
        _ verb: Int,
        force: Bool,
        _ terms: VerbTerms
    ) throws(GatewayError) -> [GatewayOutcome] {
        switch verb {
        case S6N_GATEWAY_START: return start(profiles, force: force, terms)
        case S6N_GATEWAY_STOP: return stop(profiles, terms)
        case S6N_GATEWAY_RESTART: return restart(profiles, force: force, terms)
        case S6N_GATEWAY_RETIRE: return retire(profiles, terms)
        default: throw .s6(.invalidArgument(bytes: Text.bytes("verb")))
        }
    }
}

extension GatewayOutcome {
    /// Calls back with what has come of it; the structs last as long as the call.
    fileprivate func tell(_ callback: s6n_outcome_callback, _ context: UnsafeMutableRawPointer?) {
        var told = unsafe s6n_outcome()
        unsafe told.size = UInt32(MemoryLayout<s6n_outcome>.size)
        if remarks.contains(.registered) { unsafe told.remarks |= UInt32(S6N_REMARK_REGISTERED) }
        if remarks.contains(.coalesced) { unsafe told.remarks |= UInt32(S6N_REMARK_COALESCED) }
        unsafe told.warnings = UInt32(clamping: warnings.count)
        // On the heap: it is too large for the stack of every host's threads.
        let details = UnsafeMutablePointer<s6n_error>.allocate(capacity: 1)
        defer { unsafe details.deallocate() }
        unsafe details.pointee.size = UInt32(MemoryLayout<s6n_error>.size)
        if let error {
            unsafe told.code = -error.tell(details)
            unsafe told.error = UnsafePointer(details)
        }
        unsafe profile.bytes.lend { name in
            unsafe told.profile = name
            guard let status else { return unsafe callback(&told, context) }
            var last = s6n_status(status)
            unsafe withUnsafePointer(to: &last) { last in
                unsafe told.status = last
                unsafe callback(&told, context)
            }
        }
    }
}
