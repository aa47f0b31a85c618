/// Whether an `s6-supervise` runs on a servicedir.
public enum Supervision: Equatable, Sendable {
    /// One does. Its process number, where the lock could be asked and it means something here.
    case supervised(pid: Int32?)
    /// None does.
    case unsupervised
    /// It may not be found out: neither `supervise/lock` may be read nor `supervise/control` written, and no relay
    /// tells.
    case unknown

    /// `true`, `false`, or `nil` where it is unknown.
    public var isSupervised: Bool? {
        switch self {
        case .supervised: true
        case .unsupervised: false
        case .unknown: nil
        }
    }
}

extension ServiceDirectory {
    /// Asks whether an `s6-supervise` runs on this servicedir: whether one holds `supervise/lock`.
    ///
    /// The lock is asked about, never taken: even a read lock would keep a supervisor from starting. Where it
    /// may not be read, the FIFO answers, if it may be written; or else the relay, if there is one and it is willing.
    /// Nothing is written to it. The corresponding s6 program is `s6-svok`, the C function `s6_svc_ok`.
    ///
    /// - Throws: ``S6Error/noSuchService(_:)``, the system call that was refused for another reason than
    ///   permission, or that the relay has found tampering.
    public func supervised() throws(S6Error) -> Supervision {
        if let lock = OpenFile.regularFile("lock", below: supervisePath) { return try Self.supervision(by: lock) }
        let supervise: Directory
        do throws(S6Error) {
            supervise = try openSupervise()
        } catch .notSupervised {
            return .unsupervised
        } catch .system(_, _, .permissionDenied) {
            return try askRelay()
        }
        do throws(S6Error) {
            return try Self.supervision(by: supervise.regularFile("lock"))
        } catch .system(.open, _, .noEntry) {
            return .unsupervised
        } catch .system(.open, _, .permissionDenied) {
            return try askControl(in: supervise)
        }
    }

    private static func supervision(by lock: consuming OpenFile) throws(S6Error) -> Supervision {
        guard let holder = try lock.lockHolder() else { return .unsupervised }
        return .supervised(pid: holder == 0 ? nil : holder)
    }

    private func askControl(in supervise: borrowing Directory) throws(S6Error) -> Supervision {
        do throws(S6Error) {
            _ = try supervise.fifoWriter("control")
            return .supervised(pid: nil)
        } catch .system(.open, _, .noReader), .system(.open, _, .noEntry) {
            return .unsupervised
        } catch .system(.open, _, .permissionDenied) {
            return try askRelay()
        }
    }

    /// What keeps a relay from answering is told when it is asked for more than an answer; tampering always.
    private func askRelay() throws(S6Error) -> Supervision {
        guard let relay, relay.serves(self) else { return .unknown }
        do throws(S6Error) {
            try relay.carry(.check, self)
            return .supervised(pid: nil)
        } catch .notSupervised {
            return .unsupervised
        } catch {
            if case .refusedByRelay(_, _, .tampering) = error { throw error }
            return .unknown
        }
    }

    /// Holds the process of the supervisor, so that its end can be awaited.
    ///
    /// It is `nil` if there is, or may be, one that cannot be held: it is unknown, in another pid namespace, or
    /// the kernel has no pidfds, or a filter in front of it that does not know them.
    ///
    /// - Throws: ``S6Error/notSupervised(_:)`` if there is none.
    func supervisor() throws(S6Error) -> ProcessHandle? {
        for _ in 0..<100 {  // each round lost is a supervisor that ended meanwhile, and was replaced
            switch try supervised() {
            case .unsupervised: throw .notSupervised(path)
            case .unknown, .supervised(pid: nil): return nil
            case .supervised(let pid?):
                let handle = try hold(pid)
                // It is the supervisor only if it held the lock after it could not be mistaken any more.
                if let handle, case .supervised(pid: pid) = try supervised() { return handle }
            }
        }
        return nil
    }

    private func hold(_ pid: Int32) throws(S6Error) -> ProcessHandle? {
        do throws(S6Error) {
            return try ProcessHandle.open(pid, about: path)
        } catch .system(.pidfdOpen, _, .notImplemented), .system(.pidfdOpen, _, .notPermitted) {
            return nil
        }
    }
}
