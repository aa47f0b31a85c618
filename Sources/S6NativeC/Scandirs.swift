// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// `s6n_list`, as `s6native.h` has it.
@c @implementation
public func s6n_list(
    _ scandir: UnsafePointer<CChar>!,
    _ callback: s6n_name_callback!,
    _ context: UnsafeMutableRawPointer!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        var names: [[UInt8]] = []
        for name in unsafe try ScanDirectory(S6Path(scandir)).list() { names.append(name.bytes) }
        return unsafe tell(names, callback, context)
    }
}

/// `s6n_scanned`, as `s6native.h` has it.
@c @implementation
public func s6n_scanned(_ scandir: UnsafePointer<CChar>!, _ error: UnsafeMutablePointer<s6n_error>!) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        guard let isScanned = unsafe try ScanDirectory(S6Path(scandir)).isScanned() else { return CInt(S6N_UNKNOWN) }
        return CInt(isScanned ? S6N_YES : S6N_NO)
    }
}

/// `s6n_rescan`, as `s6native.h` has it.
@c @implementation
public func s6n_rescan(_ scandir: UnsafePointer<CChar>!, _ error: UnsafeMutablePointer<s6n_error>!) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        unsafe try ScanDirectory(S6Path(scandir)).rescan()
        return 0
    }
}

/// `s6n_publish`, as `s6native.h` has it.
@c @implementation
public func s6n_publish(
    _ scandir: UnsafePointer<CChar>!,
    _ name: UnsafePointer<CChar>!,
    _ source: UnsafePointer<CChar>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let terms = unsafe try VerbTerms(terms), source = unsafe try S6Path(source)
        let name = unsafe try SlotName(bytes: [UInt8](name))
        unsafe try ScanDirectory(S6Path(scandir)).publish(name, before: terms.deadline, cancel: terms.cancel) {
            (slot) throws(S6Error) in try slot.copy(from: source)
        }
        return 0
    }
}

/// `s6n_retire`, as `s6native.h` has it.
@c @implementation
public func s6n_retire(
    _ scandir: UnsafePointer<CChar>!,
    _ name: UnsafePointer<CChar>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let terms = unsafe try VerbTerms(terms), name = unsafe try SlotName(bytes: [UInt8](name))
        unsafe try ScanDirectory(S6Path(scandir)).retire(
            name,
            before: terms.deadline,
            killAfter: terms.killAfter,
            cancel: terms.cancel
        )
        return 0
    }
}
