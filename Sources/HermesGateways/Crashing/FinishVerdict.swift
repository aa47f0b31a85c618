public import S6Native

/// What becomes of a gateway that has ended.
public enum FinishVerdict: Equatable, Sendable {
    /// It is started again, if it is wanted up.
    case restart
    /// It stays down until somebody starts it.
    case stayDown

    /// What `finish` exits with.
    public var exitCode: Int32 {
        switch self {
        case .restart: 0
        case .stayDown: 125
        }
    }
}

extension FinishVerdict {
    /// Decides, as `finish`: it is called with the slot as the working directory, or with another one where told.
    ///
    /// A fatal configuration (78) stays down. What somebody wants down anyway, and what a restart has ended, is no crash,
    /// whatever it exits with. A planned end (0) stays down, and a gateway that asks for it (75) is restarted. Then the
    /// crashes count: too many in too short a time stay down, which is written down in the slot. An error in here costs
    /// nothing: it is started again.
    public static func decide(
        on profile: ProfileName,
        exitCode: Int32,
        slot: ServiceDirectory,
        in hermes: HermesHome,
        capVariable: [UInt8]?
    ) -> FinishVerdict {
        let wasRestarted = endsForRestart(slot)
        if exitCode == 78 { return .stayDown }
        if wasRestarted { return .restart }
        if exitCode == 0 { return .stayDown }
        let cap = CrashCap(of: profile, in: hermes, variable: capVariable)
        guard let capped = cap.verdict(on: slot, exitCode: exitCode) else { return .restart }
        do throws(S6Error) {
            try SlotNotes(slot).noteCapped(capped)
            return .stayDown
        } catch {
            return .restart
        }
    }
}

extension FinishVerdict {
    /// Whether a restart has ended it, which is noted in the slot; the deaths are forgotten then.
    ///
    /// The note is taken in any case: it is about this end, and about no later one.
    private static func endsForRestart(_ slot: ServiceDirectory) -> Bool {
        do throws(S6Error) {
            let notes = SlotNotes(slot)
            guard let meant = try notes.takeRestart(), try slot.status().wantsUp, try !meant.isRunning() else {
                return false
            }
            try notes.clearTally()
            return true
        } catch {
            return false
        }
    }
}

extension SlotNotes.ProcessMark {
    /// Whether that very process still runs.
    func isRunning() throws(S6Error) -> Bool {
        guard let stat = try ProcessTable.stat(of: pid) else { return false }
        return stat.startTime == startTime && !stat.isZombie
    }
}
