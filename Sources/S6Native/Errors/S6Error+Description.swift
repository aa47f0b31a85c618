extension S6Error: CustomStringConvertible, Worded {
    /// What happened: `PATH: cannot VERB: reason`, a line for each service.
    public var description: String { text.string }

    package var text: Text {
        if case .timedOut(let unmet) = self { return Self.lines(unmet) }
        guard let place else { return reason }
        return "\(ReadableText.text(of: place)): \(reason)"
    }

    private var reason: Text {
        switch self {
        case .invalidPath: "cannot use the path: it is empty, or not one for this use"
        case .invalidSlotName: "cannot be the name of a slot"
        case .invalidArgument: "cannot take it: s6native.h does not have it so"
        case .tooManyCommands(_, let count): "cannot send \(count) commands at once: 1 to 4096 go"
        case .noSuchService: "cannot find the service: no such directory"
        case .notRunnable: "cannot publish: there is no run in it that can be executed"
        case .notServicedir: "cannot retire: it is no servicedir, having neither run nor supervise"
        case .slotExists: "cannot publish: a slot of that name exists"
        case .slotBusy: "cannot publish: another publication of that name is under way"
        case .locked: "cannot lock: timed out while another process held it"
        case .unlimitedWait:
            "cannot wait without a deadline: events may not be subscribed to, and the death of its "
                + "supervisor would not be seen"
        case .notSupervised: "cannot reach the supervisor: no s6-supervise runs on it"
        case .supervisorStarting: "cannot read the status: its s6-supervise is just starting"
        case .supervisorEnded: "cannot wait any longer: its s6-supervise has ended"
        case .noScanner: "cannot reach the scanner: no s6-svscan runs on it"
        case .scannerRuns(_, let pid):
            "cannot run a tree: an s6-svscan runs on it already\(pid.map { " (pid \($0))" } ?? "")"
        case .failedPermanently: "cannot come up: its ./finish exited 125, permanent failure"
        case .wantedDown: "cannot come up: it is wanted down"
        case .wantedUp: "cannot stop: somebody wants it up again"
        case .timedOut: "cannot wait any longer"
        case .survivors(_, let processes):
            "cannot await the end of its processes: timed out with \(Self.list(processes)) still running"
        case .notTakenUp:
            "cannot publish: timed out waiting for s6-svscan to supervise it; it was withdrawn"
        case .cancelled: "cannot wait any longer: cancelled"
        case .malformed(_, let record): "cannot read: \(record)"
        case .wrongFileType(_, let expected): "cannot use: it is not \(expected)"
        case .foreignLink(_, 65534):
            "cannot follow the link: uid 65534 has made it; in a user namespace that is anybody who does not "
                + "exist in it"
        case .foreignLink(_, let owner): "cannot follow the link: uid \(owner) has made it"
        case .fifoFull: "cannot write: the FIFO is full, so its reader does not read"
        case .mountPoint: "cannot remove: something is mounted there"
        case .cannotWatch(_, let events, let status):
            "cannot wait: event/ may not be written to (\(events)) and supervise/status may not be "
                + "watched (\(status))"
        case .descriptorLimit(_, let limit, let needed):
            "cannot open: the limit is \(limit) open files\(needed.map { ", \($0) are needed" } ?? "")"
        case .supervisorElsewhere:
            "cannot await its supervisor: its lock may not be read, it is in another pid namespace, "
                + "or the kernel has no pidfd_open"
        case .notRelayable(_, let bytes):
            "cannot have \(Self.text(bytes)) sent: what a relay sends is u, d, r, t or h, one at a time"
        case .refusedByRelay(_, let verb, let refusal):
            "cannot have \(verb) relayed: \(refusal.reason)"
        case .system(let call, _, let errno): "cannot \(call): \(errno)"
        }
    }

    /// What the operator can do about it, where that is known.
    public var remedy: String? { remedyText?.string }

    /// The same, in bytes.
    package var remedyText: Text? {
        switch self {
        case .invalidSlotName:
            "a slot's name has no slash and does not begin with a dot; one that is published has 1 to 239 bytes"
        case .noSuchService: "see what there is with: hermesctl list"
        case .notRunnable: "give it a ./run with mode 0755"
        case .notTakenUp:
            "look at the scanner's log: it may have as many services as it can, or an entry it cannot scan"
        case .notServicedir: "see whether that is the scandir you meant; nothing was touched"
        case .slotExists: "retire the old one first, or choose another name"
        case .slotBusy: "wait for the other publication to end"
        case .locked: "see which process is at it: another command on the same slot, or one that is stuck"
        case .unlimitedWait: "give a deadline"
        case .notSupervised: "see that its scandir has an s6-svscan, and have it scan: hermesctl rescan"
        case .supervisorStarting: "try again"
        case .supervisorEnded: "look at the scanner's log; s6-svscan starts a supervisor anew after a second"
        case .noScanner: "start one: hermesctl tree run SCANDIR"
        case .scannerRuns: "use that one, or end it first"
        case .failedPermanently: "look at the service's log, mend it, and start it again"
        case .timedOut(let unmet): Self.remedy(for: unmet)
        case .survivors: "end them, or retire again and let it kill"
        case .malformed: "see who writes there: only s6-supervise may"
        case .wrongFileType: "see who put it there: a program other than s6 has written to the servicedir"
        case .fifoFull: "see whether the supervisor is stopped or stuck"
        case .foreignLink(_, 65534): "run this outside the user namespace, or name the servicedir that it leads to"
        case .foreignLink: "name the servicedir that it leads to, if that is meant"
        case .mountPoint: "unmount it, and retire again"
        case .cannotWatch:
            "ask for search permission on supervise/ (0711); write permission on event/ would be control of the tree"
        case .descriptorLimit: "raise the soft limit: ulimit -n"
        case .supervisorElsewhere: "run this as the owner of the tree, and in its container"
        case .notRelayable: "run this as root, who may write to the supervisor directly"
        case .refusedByRelay(_, _, let refusal): refusal.remedy
        case .system(.inotifyInit, _, .descriptorLimit):
            "raise fs.inotify.max_user_instances, or the limit of ulimit -n"
        case .system(.inotifyAddWatch, _, .noSpace): "raise fs.inotify.max_user_watches"
        case .system(_, _, .permissionDenied), .system(_, _, .notPermitted):
            "run as the owner of the tree, or ask its owner for permission"
        case .system(_, _, .noSpace): "free space, or inodes, on that file system"
        default: nil
        }
    }

    private static func lines(_ unmet: [Unmet]) -> Text {
        var text: Text = ""
        for one in unmet {
            if !text.isEmpty { text += "\n" }
            text += "\(one.service): cannot wait for \(one.goal): timed out; it is "
            text += one.last?.text ?? "in a state that cannot be read"
        }
        return text
    }

    private static func remedy(for unmet: [Unmet]) -> Text? {
        guard let last = unmet.first?.last, let goal = unmet.first?.goal else { return nil }
        switch goal {
        case _ where goal.isUpward && last.isFinished && last.wantsUp:
            return "see that ./run exists and can be executed, and look at the supervisor's log"
        case .ready where last.isUp, .restartedAndReady where last.isUp:
            return "see that the service writes a newline to its notification descriptor"
        case .down, .finished, .restarted:
            return "it does not end on its down signal: allow it more time, or have it killed"
        default: return nil
        }
    }

    private static func text(_ bytes: [UInt8]) -> Text { ReadableText.text(of: bytes) }

    private static func list(_ processes: [Int32]) -> Text {
        var text: Text = processes.count == 1 ? "process" : "processes"
        for pid in processes { text += " \(pid)" }
        return text
    }
}
