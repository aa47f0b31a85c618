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
    /// A fatal configuration (78) and a planned end (0) stay down. What somebody wants down anyway, what a restart has
    /// ended, and a restart that the gateway asks for (75) are no crashes. Then the crashes count: too many in too short
    /// a time stay down, which is written down in the slot. An error in here costs nothing: it is started again.
    public static func decide(
        on profile: ProfileName,
        exitCode: Int32,
        slot: ServiceDirectory,
        in hermes: HermesHome,
        capVariable: [UInt8]?
    ) -> FinishVerdict {
        if exitCode == 78 || exitCode == 0 { return .stayDown }
        do throws(S6Error) {
            guard try slot.status().wantsUp else { return .restart }
            let notes = SlotNotes(slot)
            if let planned = try notes.takeRestart(), try !planned.isRunning() {
                try notes.clearTally()
                return .restart
            }
            if exitCode == 75 { return .restart }
            let cap = CrashCap(of: profile, in: hermes, variable: capVariable)
            guard let capped = cap.isReached(by: try slot.deathTally()) else { return .restart }
            try notes.noteCapped(capped)
            return .stayDown
        } catch {
            return .restart
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
