extension S6Error: CustomStringConvertible {
    /// What happened: `PATH: cannot VERB: reason`, a line for each service.
    public var description: String {
        switch self {
        case .invalidPath(let bytes): "\(Self.text(bytes)): cannot use the path: it is empty, or not one for this use"
        case .invalidSlotName(let bytes): "\(Self.text(bytes)): cannot be the name of a slot"
        case .tooManyCommands(let path, let count): "\(path): cannot send \(count) commands at once: 1 to 4096 go"
        case .noSuchService(let path): "\(path): cannot find the service: no such directory"
        case .notRunnable(let path): "\(path): cannot publish: there is no run in it that can be executed"
        case .notServicedir(let path): "\(path): cannot retire: it is no servicedir, having neither run nor supervise"
        case .slotExists(let path): "\(path): cannot publish: a slot of that name exists"
        case .slotBusy(let path): "\(path): cannot publish: another publication of that name is under way"
        case .locked(let path): "\(path): cannot lock: timed out while another process held it"
        case .unlimitedWait(let path):
            "\(path): cannot wait without a deadline: events may not be subscribed to, and the death of its "
                + "supervisor would not be seen"
        case .notSupervised(let path): "\(path): cannot reach the supervisor: no s6-supervise runs on it"
        case .supervisorStarting(let path): "\(path): cannot read the status: its s6-supervise is just starting"
        case .supervisorEnded(let path): "\(path): cannot wait any longer: its s6-supervise has ended"
        case .noScanner(let path): "\(path): cannot reach the scanner: no s6-svscan runs on it"
        case .scannerRuns(let path, let pid):
            "\(path): cannot run a tree: an s6-svscan runs on it already\(pid.map { " (pid \($0))" } ?? "")"
        case .failedPermanently(let path): "\(path): cannot come up: its ./finish exited 125, permanent failure"
        case .wantedDown(let path): "\(path): cannot come up: it is wanted down"
        case .wantedUp(let path): "\(path): cannot stop: somebody wants it up again"
        case .timedOut(let unmet): Self.lines(unmet)
        case .survivors(let path, let processes):
            "\(path): cannot await the end of its processes: timed out with \(Self.list(processes)) still running"
        case .notTakenUp(let path):
            "\(path): cannot publish: timed out waiting for s6-svscan to supervise it; it was withdrawn"
        case .cancelled: "cannot wait any longer: cancelled"
        case .malformed(let path, let record): "\(path): cannot read: \(record)"
        case .wrongFileType(let path, let expected): "\(path): cannot use: it is not \(expected)"
        case .foreignLink(let path, 65534):
            "\(path): cannot follow the link: uid 65534 has made it; in a user namespace that is anybody who does not "
                + "exist in it"
        case .foreignLink(let path, let owner): "\(path): cannot follow the link: uid \(owner) has made it"
        case .fifoFull(let path): "\(path): cannot write: the FIFO is full, so its reader does not read"
        case .mountPoint(let path): "\(path): cannot remove: something is mounted there"
        case .cannotWatch(let path, let events, let status):
            "\(path): cannot wait: event/ may not be written to (\(events)) and supervise/status may not be "
                + "watched (\(status))"
        case .descriptorLimit(let path, let limit, let needed):
            "\(path): cannot open: the limit is \(limit) open files\(needed.map { ", \($0) are needed" } ?? "")"
        case .supervisorElsewhere(let path):
            "\(path): cannot await its supervisor: its lock may not be read, it is in another pid namespace, "
                + "or the kernel has no pidfd_open"
        case .notRelayable(let path, let bytes):
            "\(path): cannot have \(Self.text(bytes)) sent: what a relay sends is u, d, r, t or h, one at a time"
        case .refusedByRelay(let path, let verb, let refusal):
            "\(path): cannot have \(verb.word) relayed: \(refusal.reason)"
        case .system(let call, let path, let errno): "\(path): cannot \(call): \(errno)"
        }
    }

    /// What the operator can do about it, where that is known.
    public var remedy: String? {
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

    private static func lines(_ unmet: [Unmet]) -> String {
        var text = ""
        for one in unmet {
            if !text.isEmpty { text += "\n" }
            text += "\(one.service): cannot wait for \(one.goal): timed out; it is "
            text += one.last.map { "\($0)" } ?? "in a state that cannot be read"
        }
        return text
    }

    private static func remedy(for unmet: [Unmet]) -> String? {
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

    private static func text(_ bytes: [UInt8]) -> String { ReadableText.of(bytes) }

    private static func list(_ processes: [Int32]) -> String {
        var text = processes.count == 1 ? "process" : "processes"
        for pid in processes { text += " \(pid)" }
        return text
    }
}
