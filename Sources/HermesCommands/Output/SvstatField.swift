import S6Native

/// A field that `s6-svstat -o` prints, by the same name.
///
/// Three things differ: `pgid` is known with every release of s6, a name is taken whole (s6 2.11 takes the
/// beginning of one), and `readyfor` is never below zero.
enum SvstatField: String, CaseIterable {
    case up, wantedup, normallyup, ready, paused, pid, pgid, exitcode, signal, signum
    case updownsince, readysince, updownfor, readyfor

    /// All their names, for a help.
    static var list: String { allCases.map(\.rawValue).joined(separator: ",") }

    /// The value as s6-svstat prints it.
    func value(_ status: ServiceStatus, isNormallyUp: Bool, now: TAI64N) -> String {
        switch self {
        case .up: "\(status.isUp)"
        case .wantedup: "\(status.wantsUp)"
        case .normallyup: "\(isNormallyUp)"
        case .ready: "\(status.isReady)"
        case .paused: "\(status.isPaused)"
        case .pid: "\(status.isUp ? status.pid ?? -1 : -1)"
        case .pgid: "\(status.processGroup ?? -1)"
        case .exitcode: status.exitCode.map { "\($0)" } ?? "-1"
        case .signal: status.signal.map { SignalName.name(of: Int32($0)) } ?? "NA"
        case .signum: status.signal.map { "\($0)" } ?? "-1"
        case .updownsince: "@" + min(status.changedAt, now).hexadecimal
        case .readysince: "@" + status.readyStamp.hexadecimal
        case .updownfor: "\(status.changedAt.wholeSeconds(until: now))"
        case .readyfor: "\(status.readyStamp.wholeSeconds(until: now))"
        }
    }
}

extension TAI64N {
    /// Whole seconds from this moment to a later one; 0 if that is earlier.
    func wholeSeconds(until later: TAI64N) -> UInt64 {
        guard self < later else { return 0 }
        return later.seconds - seconds - (later.nanoseconds < nanoseconds ? 1 : 0)
    }
}
