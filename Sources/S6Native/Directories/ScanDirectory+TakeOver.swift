extension ScanDirectory {
    /// Ends the supervisors that a killed s6-svscan has left on the scandir, and their services with them, so
    /// that a new one can start them all anew and none runs twice.
    ///
    /// Such supervisors live on and keep their locks; a new s6-svscan can neither replace nor retire them. Each
    /// service is told to go down and its supervisor to exit (`dx`), each logger's to exit with its input
    /// (`x`). Services that only ``ServiceDirectory/stop(before:escalation:cancel:)`` keeps down, without a file `down`, come up
    /// again with the new tree.
    ///
    /// - Parameters:
    ///   - deadline: until when to wait.
    ///   - killAfter: kills the services that have not ended after a while.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Throws: ``S6Error/scannerRuns(_:pid:)`` if one is running, ``S6Error/survivors(_:processes:)``,
    ///   ``S6Error/cancelled``, ``S6Error/supervisorElsewhere(_:)``, or what was refused.
    public func takeOver(before deadline: Deadline, killAfter: Duration?, cancel: CInt? = nil) throws(S6Error) {
        try refuseIfScanned()
        let left = try everyServicedir()
        var departure = try Departure.of(left, about: path, withSessions: false, cancel: cancel)
        try departure.send([.wantDown, .exit], toLoggers: [.exit])
        var killAt = killAfter.map { Deadline.after($0) }
        while try !departure.isOver() {
            if try departure.wait(before: min(deadline, killAt ?? .never)) { continue }
            guard killAt != nil, !deadline.hasPassed else {
                throw .survivors(path, processes: try departure.survivors())
            }
            killAt = nil
            try departure.kill()
        }
    }

    private func refuseIfScanned() throws(S6Error) {
        do throws(S6Error) {
            _ = try openControl()
        } catch .noScanner {
            return
        }
        throw .scannerRuns(path, pid: try scannerPID())
    }

    /// All that may have a supervisor: the slots, and those that are hidden because they are being retired.
    private func everyServicedir() throws(S6Error) -> [ServiceDirectory] {
        let directory = try Directory.listing(path)
        var found: [ServiceDirectory] = []
        try directory.forEachEntry { (entry) throws(S6Error) in
            if try directory.isDirectory(entry) { found.append(ServiceDirectory(path.appending(entry.name))) }
            return true
        }
        return found
    }
}
