internal import CS6Shim

/// The processes of our pid namespace, as `/proc` shows them.
package enum ProcessTable {
    /// What is known of a process; `nil` if there is none, or no `/proc`.
    package static func stat(of pid: Int32) throws(S6Error) -> ProcessStat? {
        try ignoringAbsence { () throws(S6Error) in
            let file = try Directory.handle(S6Path(unchecked: Text.bytes("/proc/\(pid)"))).reader("stat")
            // One read gives as much as there is room for, which the fields that are asked for never fill.
            var line = [UInt8](repeating: 0, count: 1024)
            var bytes = line.mutableSpan
            let count = try file.read(into: &bytes) ?? 0
            return ProcessStat(decoding: Array(line[..<count]))
        }
    }

    /// The user that a process acts as; root, for one that has privileges of its own.
    ///
    /// `nil` if there is none.
    package static func user(of pid: Int32) throws(S6Error) -> UInt32? {
        try ignoringAbsence { () throws(S6Error) in
            try Directory.handle("/proc").handle(EntryName(Text.bytes("\(pid)"))).ownAttributes().owner
        }
    }

    /// Names the boot and the pid namespace, as far as a process number has to be told from the same one after
    /// the machine or the container has been started again.
    static func epoch() throws(S6Error) -> [UInt8] {
        let boot = try ignoringAbsence { () throws(S6Error) in
            try Directory.handle("/proc/sys/kernel/random").contents(of: "boot_id", limit: 64).prefix(8)
        }
        let start = try stat(of: 1)?.startTime ?? 0
        return Array(boot ?? []) + Text.bytes(".\(start)")
    }

    /// The numbers of the processes in `sessions`, zombies left out; empty where there is no `/proc`.
    ///
    /// Nearly all are of another session, which one call tells: only what is left is looked at.
    static func processes(in sessions: [ProcessSession]) throws(S6Error) -> [Int32] {
        let proc: S6Path = "/proc"
        var found: [Int32] = []
        _ = try ignoringAbsence { () throws(S6Error) -> Bool? in
            try Directory.listing(proc).forEachEntry { (entry) throws(S6Error) in
                if let pid: Int32 = Decimal.number(entry.name), mayBe(pid, in: sessions), let stat = try stat(of: pid),
                    !stat.isZombie && sessions.contains(where: { $0.contains(pid, stat) })
                {
                    found.append(pid)
                }
                return true
            }
            return true
        }
        return found
    }

    /// Whether it may be in one of `sessions`; yes, where a security module will not say.
    private static func mayBe(_ pid: Int32, in sessions: [ProcessSession]) -> Bool {
        let session = cs6_session_of(pid)
        if session < 0 { return -session != Errno.noProcess.rawValue }
        return sessions.contains { $0.leader == session }
    }

    /// A process can end while it is looked at: its directory, or what is in it, is not there then.
    private static func ignoringAbsence<Value>(_ body: () throws(S6Error) -> Value?) throws(S6Error) -> Value? {
        do throws(S6Error) {
            return try body()
        } catch .system(_, _, .noEntry), .system(_, _, .noProcess) {
            return nil
        }
    }
}
