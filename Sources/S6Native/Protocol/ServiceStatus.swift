/// What an `s6-supervise` last wrote to its `supervise/status`.
///
/// It is true only while that supervisor runs: the file stays when it has gone. Ask
/// ``ServiceDirectory/supervised()`` as well. The corresponding C structure is `s6_svstatus_t`.
public struct ServiceStatus: Equatable, Sendable {
    /// When the service last went up, or its `./run` last died.
    public let changedAt: TAI64N
    /// When it last became ready, or (down) when `./finish` had ended: see ``isReady`` and ``isFinished``.
    public let readyStamp: TAI64N
    /// The process of `./run`; of `./finish` while ``isFinishing``; `nil` when there is neither.
    public let pid: Int32?
    /// The process group in the record, which only s6 2.13 keeps.
    ///
    /// Elsewhere it equals ``pid``.
    public let recordedGroup: Int32?
    /// How the last `./run` ended.
    ///
    /// Meaningless before the first has.
    public let lastEnd: WaitStatus

    /// The flags as they stand in the record.
    let flags: Flags

    /// The supervisor has stopped the process with `p`, or, with no process, has not started it yet.
    var pausedFlag: Bool { flags.contains(.paused) }

    /// The last byte of the record.
    ///
    /// s6 keeps bits 4 to 7 clear; a release that sets one is still understood.
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let paused = Flags(rawValue: 1)
        static let finishing = Flags(rawValue: 2)
        static let wantUp = Flags(rawValue: 4)
        static let ready = Flags(rawValue: 8)
    }
}

extension ServiceStatus {
    /// `./run` is running.
    public var isUp: Bool { pid != nil && !isFinishing }

    /// `./run` has died and `./finish` is running.
    public var isFinishing: Bool { flags.contains(.finishing) }

    /// Nothing runs: down, and `./finish`, if there is one, has ended.
    ///
    /// s6 calls it "really down".
    public var isFinished: Bool { pid == nil && !isFinishing }

    /// Up, and the service has said so on its notification descriptor.
    public var isReady: Bool { isUp && flags.contains(.ready) }

    /// The process was stopped through the supervisor with `p` or `P`, and not continued since.
    public var isPaused: Bool { isUp && pausedFlag }

    /// The supervisor restarts the service when it dies.
    public var wantsUp: Bool { flags.contains(.wantUp) }

    /// `./run` has never been started by this supervisor.
    ///
    /// Only s6 from 2.13.2 on says so, and only until the first command that rewrites the status; otherwise it
    /// looks as if the service had exited 0.
    public var isNotStartedYet: Bool { isFinished && pausedFlag }

    /// When it said that it was ready, while it is.
    public var readySince: TAI64N? { isReady ? readyStamp : nil }

    /// The process group of `./run`, which is always a session leader; `nil` while it does not run.
    public var processGroup: Int32? { isUp ? recordedGroup ?? pid : nil }

    /// What `./run` exited with; `nil` while it runs, has not run, or was killed.
    public var exitCode: UInt8? { isUp || isNotStartedYet ? nil : lastEnd.exitCode }

    /// The signal that killed `./run`; `nil` while it runs, has not run, or exited.
    public var signal: UInt8? { isUp || isNotStartedYet ? nil : lastEnd.signal }
}
