/// A byte that `s6-supervise` obeys on `supervise/control`.
///
/// There is no reply: a byte that is written was asked, not done, and one that the supervisor's release does
/// not know vanishes. "Up" is `./run` running, "down" is nothing running, "finishing" is `./finish` running.
/// Where no first release is named, s6 2.10 and all later ones know the byte. A supervisor that was told to
/// exit (`x`) reacts like one that is up or finishing, but exits in the end whatever it is told.
///
/// The corresponding s6 program is `s6-svc`, whose options have the same letters.
public enum ControlCommand: UInt8, Equatable, Sendable, CaseIterable {
    // Signals to the process. Down or finishing: nothing.

    /// `a`. Up: sends `SIGALRM`. Otherwise nothing.
    case alarm = 0x61
    /// `b`. Up: sends `SIGABRT`. Otherwise nothing.
    case abort = 0x62
    /// `q`. Up: sends `SIGQUIT`. Otherwise nothing.
    case quit = 0x71
    /// `h`. Up: sends `SIGHUP`. Otherwise nothing.
    case hangUp = 0x68
    /// `k`. Up: sends `SIGKILL`. Otherwise nothing.
    case kill = 0x6B
    /// `t`. Up: sends `SIGTERM`. Otherwise nothing.
    case terminate = 0x74
    /// `i`. Up: sends `SIGINT`. Otherwise nothing.
    case interrupt = 0x69
    /// `1`. Up: sends `SIGUSR1`. Otherwise nothing.
    case user1 = 0x31
    /// `2`. Up: sends `SIGUSR2`. Otherwise nothing.
    case user2 = 0x32
    /// `p`. Up: sends `SIGSTOP` and marks the status paused. Otherwise nothing.
    case pause = 0x70
    /// `c`. Up: sends `SIGCONT` and marks the status not paused. Otherwise nothing.
    case `continue` = 0x63
    /// `y`. Up: sends `SIGWINCH`. Otherwise nothing.
    case windowChange = 0x79
    /// `r`. Up: sends the signal that `./down-signal` names, else `SIGTERM`; want-up stays as it is, and
    /// `timeout-kill` is not armed. Otherwise nothing.
    case downSignal = 0x72
    /// `l`. Up: sends the signal that `./reload-signal` names, else `SIGHUP`. Otherwise nothing.
    /// From s6 2.15.1.
    case reload = 0x6C

    // Signals to the process group. Down or finishing: nothing.

    /// `P`. Up: sends `SIGSTOP` to the process group and marks the status paused. Otherwise nothing.
    /// From s6 2.13.0.
    case pauseGroup = 0x50
    /// `C`. Up: sends `SIGCONT` to the process group and marks the status not paused. Otherwise nothing.
    /// From s6 2.13.0.
    case continueGroup = 0x43
    /// `K`. Up: sends `SIGKILL` to the process group. Otherwise nothing. From s6 2.13.0.
    case killGroup = 0x4B

    // What is wanted.

    /// `o`. Clears want-up. Down: also starts `./run`, once. Up, finishing: lets it run to its end.
    case once = 0x6F
    /// `d`. Clears want-up. Up: also sends the down signal, then `SIGCONT`, and arms `timeout-kill`.
    case wantDown = 0x64
    /// `u`. Sets want-up. Down: also starts `./run` at once, without the second of delay. Finishing: `./run`
    /// is started after the end of `./finish` and the delay, unless `./finish` exits 125: then it is lost.
    case wantUp = 0x75
    /// `D`. Creates the file `./down`, so that it stays down when the supervisor is started anew, then acts as
    /// `d`. From s6 2.11.2.
    case wantDownLastingly = 0x44
    /// `U`. Removes the file `./down`, then acts as `u`. From s6 2.11.2.
    case wantUpLastingly = 0x55
    /// `x`. The supervisor exits: down at once, up or finishing after the end of both. It does not stop the
    /// service: `d` does. Until then their standard input and output are `/dev/null`.
    case exit = 0x78
    /// `O`. Clears want-up and does no more: what runs is not restarted, what is down is not started.
    case noRestart = 0x4F
    /// `Q`. Creates the file `./down`, then acts as `O`. From s6 2.11.3, **but s6 2.15.1 ignores it** by
    /// mistake: create `./down` and send `O` instead. Nothing here relies on it.
    case noRestartLastingly = 0x51
}

extension ControlCommand {
    /// The letter of the command, as `s6-svc` takes it.
    public var letter: Unicode.Scalar { Unicode.Scalar(rawValue) }

    /// The command that has the supervisor send signal `number` to its process; `nil` for one it cannot send.
    ///
    /// `SIGSTOP` and `SIGCONT` are ``pause`` and ``continue``, which the status shows.
    public init?(signal number: Int32) {
        switch number {
        case 1: self = .hangUp
        case 2: self = .interrupt
        case 3: self = .quit
        case 6: self = .abort
        case 9: self = .kill
        case 10: self = .user1
        case 12: self = .user2
        case 14: self = .alarm
        case 15: self = .terminate
        case 18: self = .continue
        case 19: self = .pause
        case 28: self = .windowChange
        default: return nil
        }
    }
}
