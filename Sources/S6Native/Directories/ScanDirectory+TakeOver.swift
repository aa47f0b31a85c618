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
            _ = try departure.wait(before: min(deadline, killAt ?? .never))
            if let moment = killAt, moment.hasPassed {
                killAt = nil
                try departure.kill()
            }
            if deadline.hasPassed, try !departure.isOver() {
                throw .survivors(path, processes: try departure.survivors())
            }
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
    ///
    /// What is not as s6 makes it is passed over: s6-svscan makes what it can of it, and a supervisor that it should
    /// have keeps its lock.
    private func everyServicedir() throws(S6Error) -> [ServiceDirectory] {
        let directory = try open().listingOfSelf()
        var found: [ServiceDirectory] = []
        try directory.forEachEntry { (entry) throws(S6Error) in
            guard try directory.isDirectory(entry) else { return true }
            let service = ServiceDirectory(path.appending(entry.name))
            do throws(S6Error) {
                _ = try service.supervised()
                found.append(service)
            } catch .foreignLink, .wrongFileType, .noSuchService {}
            return true
        }
        return found
    }
}
