/// What the installed s6 shows of its release, which it does not tell.
struct SixTraits: Equatable {
    /// s6-svscan takes `-C`, in supervisors: 2.12 and later.
    let takesSupervisorCount: Bool
    /// s6-svscan takes `-c`, in services: up to 2.14.
    let takesServiceCount: Bool
    /// The sizes of the status records that supervisors keep here: 43 is 2.13, 35 is any other.
    let recordSizes: [Int64]

    private var hasLongRecords: Bool { recordSizes.contains(43) }

    /// What an operator has to know.
    var remarks: [(reason: String, remedy: String)] {
        var remarks: [(reason: String, remedy: String)] = []
        if !takesSupervisorCount {
            remarks.append(
                (
                    "this s6 is older than 2.12: a supervisor cannot kill a process group, so --kill-after does that "
                        + "itself, and only to what it may signal",
                    "install s6 2.13 or later where gateways run as another user than hermesctl"
                )
            )
        } else {
            remarks.append(
                (
                    "this s6 is 2.12 or later: one link that leads nowhere, a log that cannot be looked at, or one slot "
                        + "too many stops every scan of the tree",
                    "change the tree with hermesctl, which leaves none; hermesctl tree run --max N makes room"
                )
            )
        }
        if takesSupervisorCount && takesServiceCount {
            remarks.append(
                (
                    "this s6 is 2.12 to 2.14: a slot whose supervisor has died while it was out of the scandir never "
                        + "starts again when it is put back",
                    "install s6 2.15 or later; until then end the tree, and start it again"
                )
            )
        }
        if hasLongRecords {
            remarks.append(
                (
                    "the status records here are those of s6 2.13, which s6's own tools of any other release misread",
                    "ask hermesctl, which reads both; do not mix releases"
                )
            )
        }
        if recordSizes.count > 1 || (hasLongRecords && !(takesSupervisorCount && takesServiceCount)) {
            remarks.append(
                (
                    "supervisors of another release than the installed one still run here",
                    "end the tree, and start it again, when that is convenient"
                )
            )
        }
        return remarks
    }
}
