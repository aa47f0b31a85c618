/// A byte that `s6-svscan` obeys on `.s6-svscan/control`, the same from s6 2.10 to 2.15.
///
/// There is no reply. The corresponding s6 program is `s6-svscanctl`, whose options have the same letters.
public enum ScanCommand: UInt8, Equatable, Sendable, CaseIterable {
    /// `a`. Scans the scandir now: every servicedir in it that has no supervisor gets one, and those that are
    /// no longer there become inactive: they run on, but a supervisor of theirs that dies is not replaced.
    case scan = 0x61
    /// `z`. Reaps dead supervisors now.
    case reap = 0x7A
    /// `n`. Prunes: sends `SIGTERM` to the supervisors that the last scan found inactive, and `SIGHUP` to those
    /// of their loggers, which then end with their input. Together with `a` in one write it acts on that scan.
    case prune = 0x6E
    /// `N`. Prunes, with `SIGTERM` for the loggers too.
    case pruneLoggers = 0x4E
    /// `h`. As `a` and `n` together.
    case scanAndPrune = 0x68
    /// `t`. Ends the tree: `SIGTERM` to the services' supervisors, `SIGHUP` to the loggers', waits for all.
    case terminate = 0x74
    /// `i`. As `t`, on behalf of `SIGINT`.
    case interrupt = 0x69
    /// `q`. Ends the tree: `SIGTERM` to all supervisors, loggers' too, and waits for them.
    case quit = 0x71
    /// `b`. Leaves at once; supervisors and services run on.
    case abort = 0x62
}

extension ScanCommand {
    /// The letter of the command, as `s6-svscanctl` takes it.
    public var letter: Unicode.Scalar { Unicode.Scalar(rawValue) }
}
