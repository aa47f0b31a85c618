/// What the installed s6 shows of its release, which it does not tell.
struct SixTraits: Equatable {
    /// s6-svscan takes `-C`, in supervisors: 2.12 and later.
    let takesSupervisorCount: Bool
    /// s6-svscan takes `-c`, in services: up to 2.14.
    let takesServiceCount: Bool
    /// The sizes of the status records that supervisors keep here: 43 is 2.13, 35 is any other.
    let recordSizes: [Int64]

    private var hasLongRecords: Bool { recordSizes.contains(43) }

    /// The release is 2.12, 2.13 or 2.14.
    private var isBetween: Bool { takesSupervisorCount && takesServiceCount }

    /// What an operator has to know, and can do about it.
    struct Remark: Equatable {
        let reason: String
        let remedy: String
    }

    /// All that there is to know.
    var remarks: [Remark] {
        var remarks: [Remark] = [takesSupervisorCount ? Self.fragileScans : Self.noGroups]
        if isBetween { remarks.append(Self.noReturn) }
        if hasLongRecords { remarks.append(Self.longRecords) }
        if recordSizes.count > 1 || (hasLongRecords && !isBetween) { remarks.append(Self.mixture) }
        return remarks
    }

    private static var noGroups: Remark {
        Remark(
            reason: "this s6 is older than 2.12: a supervisor cannot kill a process group, so --kill-after does that "
                + "itself, and only to what it may signal",
            remedy: "install s6 2.13 or later where gateways run as another user than hermesctl"
        )
    }

    private static var fragileScans: Remark {
        Remark(
            reason: "this s6 is 2.12 or later: one link that leads nowhere, a log that cannot be looked at, or one "
                + "slot too many stops every scan of the tree",
            remedy: "change the tree with hermesctl, which leaves none; hermesctl tree run --max N makes room"
        )
    }

    private static var noReturn: Remark {
        Remark(
            reason: "this s6 is 2.12 to 2.14: a slot whose supervisor has died while it was out of the scandir never "
                + "starts again when it is put back",
            remedy: "install s6 2.15 or later; until then end the tree, and start it again"
        )
    }

    private static var longRecords: Remark {
        Remark(
            reason: "the status records here are those of s6 2.13, which s6's own tools of any other release misread",
            remedy: "ask hermesctl, which reads both; do not mix releases"
        )
    }

    private static var mixture: Remark {
        Remark(
            reason: "supervisors of another release than the installed one still run here",
            remedy: "end the tree, and start it again, when that is convenient"
        )
    }
}
