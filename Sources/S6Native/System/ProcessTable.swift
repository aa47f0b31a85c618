/// The processes of our pid namespace, as `/proc` shows them.
package enum ProcessTable {
    /// What is known of a process; `nil` if there is none, or no `/proc`.
    package static func stat(of pid: Int32) throws(S6Error) -> ProcessStat? {
        try ignoringAbsence { () throws(S6Error) in
            let process = try Directory.handle("/proc").handle(EntryName(Text.bytes("\(pid)")))
            return ProcessStat(decoding: try process.contents(of: "stat", limit: 4096))
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

    /// The numbers of the processes that `isWanted`, zombies left out; empty where there is no `/proc`.
    static func processes(where isWanted: (Int32, ProcessStat) -> Bool) throws(S6Error) -> [Int32] {
        let proc: S6Path = "/proc"
        var found: [Int32] = []
        _ = try ignoringAbsence { () throws(S6Error) -> Bool? in
            try Directory.listing(proc).forEachEntry { (entry) throws(S6Error) in
                if let pid: Int32 = Decimal.number(entry.name), let stat = try stat(of: pid),
                    !stat.isZombie && isWanted(pid, stat)
                {
                    found.append(pid)
                }
                return true
            }
            return true
        }
        return found
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
