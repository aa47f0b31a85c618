// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// `s6n_version`, as `s6native.h` has it.
@c @implementation
public func s6n_version() -> UInt32 { UInt32(S6N_VERSION) }

/// `s6n_status_of`, as `s6native.h` has it.
@c @implementation
public func s6n_status_of(
    _ servicedir: UnsafePointer<CChar>!,
    _ status: UnsafeMutablePointer<s6n_status>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        unsafe try StatusPlace(status).take(ServiceDirectory(servicedir).status())
        return 0
    }
}

/// `s6n_death_tally`, as `s6native.h` has it.
@c @implementation
public func s6n_death_tally(
    _ servicedir: UnsafePointer<CChar>!,
    _ deaths: UnsafeMutablePointer<s6n_death>!,
    _ capacity: Int,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        let all = unsafe try ServiceDirectory(servicedir).deathTally().deaths
        guard var place = unsafe deaths, capacity > 0 else { return CInt(all.count) }
        for death in all.suffix(capacity) {
            unsafe place.pointee = s6n_death(
                at: s6n_time(death.at),
                exit_code: CInt(death.exitCode),
                signal: CInt(death.signal)
            )
            unsafe place += 1
        }
        return CInt(all.count)
    }
}

/// `s6n_supervised`, as `s6native.h` has it.
@c @implementation
public func s6n_supervised(
    _ servicedir: UnsafePointer<CChar>!,
    _ pid: UnsafeMutablePointer<Int32>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        var holder: Int32 = 0, answer = S6N_NO
        switch unsafe try ServiceDirectory(servicedir).supervised() {
        case .supervised(let pid):
            holder = pid ?? 0
            answer = S6N_YES
        case .unsupervised: break
        case .unknown: answer = S6N_UNKNOWN
        }
        if let pid = unsafe pid { unsafe pid.pointee = holder }
        return CInt(answer)
    }
}

/// `s6n_send`, as `s6native.h` has it.
@c @implementation
public func s6n_send(
    _ servicedir: UnsafePointer<CChar>!,
    _ commands: UnsafePointer<CChar>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        var list: [ControlCommand] = []
        let letters = unsafe [UInt8](commands)
        for letter in letters {
            guard let command = ControlCommand(rawValue: letter) else { throw .invalidArgument(bytes: letters) }
            list.append(command)
        }
        unsafe try ServiceDirectory(servicedir).send(list)
        return 0
    }
}
