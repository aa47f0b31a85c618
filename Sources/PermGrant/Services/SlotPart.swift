import S6Native

/// What is granted of a servicedir, as design D6 has it.
enum SlotPart {
    case supervise, control, lock

    var name: EntryName {
        switch self {
        case .supervise: "supervise"
        case .control: "control"
        case .lock: "lock"
        }
    }

    /// The mode with which s6ctl has it, in the group's place.
    var mode: UInt32 {
        switch self {
        case .supervise: 0o711
        case .control: 0o620
        case .lock: 0o600
        }
    }

    /// The mode in which s6-supervise would make it, or one that is as good.
    var closedMode: UInt32 { mode & 0o700 }

    /// What s6ctl gets in an access list.
    var permissions: UInt32 {
        switch self {
        case .supervise: 1
        case .control: 2
        case .lock: 0
        }
    }

    /// What anybody else in the access list may keep.
    ///
    /// Nobody but root writes to supervise/, and whoever reads control takes commands away.
    var limit: UInt32 { self == .supervise ? 5 : permissions }
}
