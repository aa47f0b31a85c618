/// Why an s6 operation could not be done.
///
/// Each case names the path it is about and, where the kernel refused, the errno; ``description`` says what
/// happened as `PATH: cannot VERB: reason`, and ``remedy`` what to do about it, where that is known.
@nonexhaustive
public indirect enum S6Error: Error, Equatable, Sendable {
    // What was asked for

    /// A path that is empty or holds a NUL.
    case invalidPath(bytes: [UInt8])
    /// A name that no slot can have.
    case invalidSlotName(bytes: [UInt8])
    /// An argument of a C call that `s6native.h` does not have: what it was for, or its bytes.
    case invalidArgument(bytes: [UInt8])
    /// More commands than one atomic write can carry (4096).
    case tooManyCommands(S6Path, count: Int)
    /// There is no directory of that name.
    case noSuchService(S6Path)
    /// What is to be published has no `./run` that can be executed, in itself or in its `log/`.
    case notRunnable(S6Path)
    /// What is to be retired is a directory of another kind, and is left alone.
    case notServicedir(S6Path)
    /// The slot is published already.
    case slotExists(S6Path)
    /// Someone else is publishing a slot of that name at this moment.
    case slotBusy(S6Path)
    /// Somebody else has held the lock until the deadline.
    case locked(S6Path)
    /// A wait without a deadline, where the death of the supervisor could not be seen.
    case unlimitedWait(S6Path)

    // What is not running

    /// No `s6-supervise` runs on the servicedir.
    case notSupervised(S6Path)
    /// Its `s6-supervise` has started, but has not written its first status yet.
    case supervisorStarting(S6Path)
    /// Its `s6-supervise` ended before the wanted state came.
    case supervisorEnded(S6Path)
    /// No `s6-svscan` runs on the scandir.
    case noScanner(S6Path)
    /// An `s6-svscan` runs on the scandir already.
    case scannerRuns(S6Path, pid: Int32?)

    // What does not come

    /// `./finish` exited 125: the service does not come up.
    case failedPermanently(S6Path)
    /// Somebody cleared want-up while it was waited for to come up.
    case wantedDown(S6Path)
    /// Somebody set want-up while it was waited for to stop.
    case wantedUp(S6Path)
    /// The deadline passed first.
    case timedOut([Unmet])
    /// The deadline passed, and these processes, of a slot that is to go, still run.
    case survivors(S6Path, processes: [Int32])
    /// The deadline passed before the published slot had its supervisors; it was withdrawn.
    case notTakenUp(S6Path)
    /// The cancel descriptor became readable.
    case cancelled

    // What is not as s6 makes it

    /// A file does not hold what s6 writes.
    case malformed(S6Path, MalformedRecord)
    /// Something else stands where s6 keeps a file of this type: nothing was read from it, or written to it.
    case wrongFileType(S6Path, expected: FileType)

    /// The servicedir is a symbolic link that someone other than root and the caller has made.
    case foreignLink(S6Path, owner: UInt32)

    // What the system refuses

    /// The FIFO holds 64 KiB that its reader does not read.
    case fifoFull(S6Path)
    /// Something is mounted on what is to be removed: neither that nor what is in it was touched.
    case mountPoint(S6Path)
    /// Neither the events nor the status of the service may be watched.
    case cannotWatch(S6Path, events: Errno, status: Errno)
    /// The process has too few descriptors left.
    case descriptorLimit(S6Path, limit: Int, needed: Int?)
    /// There is, or may be, a supervisor whose process cannot be held to await its end: it is in another pid
    /// namespace, its lock may not be read, or the kernel is older than 5.3 or may not be asked.
    case supervisorElsewhere(S6Path)
    /// Bytes that no relay sends, for a service that this process may not write to itself.
    case notRelayable(S6Path, bytes: [UInt8])
    /// The relay has not sent what was asked of it, for a service that this process may not write to itself.
    case refusedByRelay(S6Path, RelayVerb, RelayRefusal)
    /// A system call was refused.
    case system(SystemCall, path: S6Path, errno: Errno)

    /// What was waited for, on which service, and what was true instead.
    public struct Unmet: Equatable, Sendable {
        /// The servicedir.
        public let service: S6Path
        /// The state that did not come.
        public let goal: WaitGoal
        /// The status at the end; `nil` if it could not be read.
        public let last: ServiceStatus?

        package init(service: S6Path, goal: WaitGoal, last: ServiceStatus?) {
            self.service = service
            self.goal = goal
            self.last = last
        }
    }
}
