/// A session, by the process that leads it, or led it: `./run` and `./finish` each lead one of their own.
struct ProcessSession: Equatable {
    let leader: Int32
    /// Tells the leader from a later process of the same number.
    let startTime: UInt64

    /// Whether a process is in it.
    func contains(_ pid: Int32, _ stat: ProcessStat) -> Bool {
        stat.session == leader && (pid != leader || stat.startTime == startTime)
    }

    /// Whether there may be processes in it: the kernel gives its number to another process only when there is none.
    func mayLast() throws(S6Error) -> Bool {
        guard let stat = try ProcessTable.stat(of: leader) else { return true }
        return stat.startTime == startTime
    }
}
