extension ServiceDirectory {
    /// Has `SIGKILL` sent to the process of `./run`, or to its group.
    func kill(_ target: Escalation.Target) throws(S6Error) {
        guard target == .group else { return try send(.kill) }
        try killGroupDirectly()
        // A supervisor before s6 2.13 does not know the first; the second kills the leader at least.
        try send(.killGroup, .kill)
    }

    /// Kills the group ourselves, if the numbers in the status mean here what they mean to the supervisor: if the
    /// process that they name is the supervisor's child.
    ///
    /// In another pid namespace it would be a stranger.
    private func killGroupDirectly() throws(S6Error) {
        guard let supervisor = try supervisor() else { return }
        let status = try status()
        guard status.isUp, let leader = status.pid, let process = try ProcessHandle.open(leader, about: path),
            let stat = try ProcessTable.stat(of: leader), stat.parent == supervisor.pid && stat.group == leader
        else { return }
        guard try KillRight(for: open()).extends(to: process, about: path) else { return }
        do throws(S6Error) {
            try ProcessHandle.signal(group: leader, 9, about: path)
        } catch .system(.kill, _, .notPermitted) {}  // the supervisor may be allowed to
    }
}
