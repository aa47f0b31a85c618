// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// `s6n_start`, as `s6native.h` has it.
@c @implementation
public func s6n_start(
    _ servicedir: UnsafePointer<CChar>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ status: UnsafeMutablePointer<s6n_status>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let terms = unsafe try VerbTerms(terms), place = unsafe try StatusPlace(status)
        place.take(unsafe try ServiceDirectory(servicedir).start(before: terms.deadline, cancel: terms.cancel))
        return 0
    }
}

/// `s6n_stop`, as `s6native.h` has it.
@c @implementation
public func s6n_stop(
    _ servicedir: UnsafePointer<CChar>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ status: UnsafeMutablePointer<s6n_status>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let terms = unsafe try VerbTerms(terms), place = unsafe try StatusPlace(status)
        let service = unsafe try ServiceDirectory(servicedir)
        place.take(try service.stop(before: terms.deadline, escalation: terms.escalation, cancel: terms.cancel))
        return 0
    }
}

/// `s6n_restart`, as `s6native.h` has it.
@c @implementation
public func s6n_restart(
    _ servicedir: UnsafePointer<CChar>!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ status: UnsafeMutablePointer<s6n_status>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let terms = unsafe try VerbTerms(terms), place = unsafe try StatusPlace(status)
        let service = unsafe try ServiceDirectory(servicedir)
        place.take(try service.restart(before: terms.deadline, escalation: terms.escalation, cancel: terms.cancel))
        return 0
    }
}

/// `s6n_wait`, as `s6native.h` has it.
@c @implementation
public func s6n_wait(
    _ servicedir: UnsafePointer<CChar>!,
    _ goal: CInt,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        unsafe try wait([ServiceDirectory(servicedir)], goal, .all, VerbTerms(terms))
    }
}

/// `s6n_wait_many`, as `s6native.h` has it.
@c @implementation
public func s6n_wait_many(
    _ servicedirs: UnsafePointer<UnsafePointer<CChar>?>!,
    _ count: Int,
    _ goal: CInt,
    _ quorum: CInt,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        var services: [ServiceDirectory] = []
        for text in unsafe try strings(servicedirs, count) {
            services.append(ServiceDirectory(try S6Path(bytes: text)))
        }
        return unsafe try wait(services, goal, WaitQuorum(quorum), VerbTerms(terms))
    }
}

extension WaitQuorum {
    fileprivate init(_ number: CInt) throws(S6Error) {
        switch Int(number) {
        case S6N_ALL: self = .all
        case S6N_ANY: self = .any
        default: throw .invalidArgument(bytes: Text.bytes("quorum"))
        }
    }
}

private func wait(
    _ services: [ServiceDirectory],
    _ letter: CInt,
    _ quorum: WaitQuorum,
    _ terms: VerbTerms
) throws(S6Error) -> CInt {
    let goal: WaitGoal
    switch UInt8(exactly: letter) {
    case UInt8(ascii: "u"): goal = .up
    case UInt8(ascii: "U"): goal = .ready
    case UInt8(ascii: "d"): goal = .down
    case UInt8(ascii: "D"): goal = .finished
    case UInt8(ascii: "r"): goal = .restarted
    case UInt8(ascii: "R"): goal = .restartedAndReady
    case let other: throw .invalidArgument(bytes: other.map { [$0] } ?? Text.bytes("goal"))
    }
    try ServiceDirectory.wait(for: goal, on: services, quorum, before: terms.deadline, cancel: terms.cancel)
    return 0
}
