extension ScanDirectory {
    /// Removes a slot, and returns when nothing of it is left: neither its supervisor nor its logger's, nor a
    /// process in a session of its `./run` or `./finish`, nor the directory.
    ///
    /// The slot is hidden by a rename and pruned by the scanner, both supervisors are awaited, then the directory
    /// is deleted; of one that is a symbolic link only the link. A supervisor that still runs at half the
    /// deadline is told to exit itself. At the deadline the hidden slot stays, and so it does if the process
    /// is killed: another call finishes the work, whatever has been done of it. The nearest s6 program is
    /// `s6-svunlink`.
    ///
    /// - Parameters:
    ///   - name: the name of the slot.
    ///   - deadline: until when to wait.
    ///   - killAfter: kills the processes of the slot if they have not ended after a while.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Throws: ``S6Error/noSuchService(_:)`` if there is neither such a slot nor a rest of one,
    ///   ``S6Error/notServicedir(_:)``, ``S6Error/survivors(_:processes:)``, ``S6Error/mountPoint(_:)``,
    ///   ``S6Error/cancelled``, ``S6Error/supervisorElsewhere(_:)``, or what was refused.
    public func retire(
        _ name: SlotName,
        before deadline: Deadline,
        killAfter: Duration? = nil,
        cancel: CInt? = nil
    ) throws(S6Error) {
        try name.checkItHasRoom()
        let directory = try open()
        try hide(name, in: directory)
        let retired = try directory.retiredSlots(of: name)
        guard !retired.isEmpty else { throw .noSuchService(service(name).path) }
        var slots: [RetiredSlot] = []
        for entry in retired { slots.append(RetiredSlot(entry, in: path)) }

        let services = slots.map { $0.service }
        var departure = try Departure.of(services, about: services[0].path, withSessions: true, cancel: cancel)
        let epoch = try ProcessTable.epoch()
        for slot in slots { departure.note(try slot.recordedSessions(epoch, in: directory), of: slot.service) }
        try end(&departure, before: deadline, killAfter: killAfter) { (service, session) throws(S6Error) in
            for slot in slots where slot.owns(service) { try slot.record(session, epoch, in: directory) }
        }
        for slot in slots { try directory.removeTree(slot.entry) }
    }

    /// Hides a slot and has it pruned, but awaits nothing: a later ``retire(_:before:killAfter:cancel:)`` of the
    /// name finishes the work.
    ///
    /// - Throws: ``S6Error/noSuchService(_:)``, ``S6Error/noScanner(_:)``, or what was refused.
    public func beginRetirement(of name: SlotName) throws(S6Error) {
        try name.checkItHasRoom()
        let directory = try open()
        try hide(name, in: directory)
        guard try !directory.retiredSlots(of: name).isEmpty else { throw .noSuchService(service(name).path) }
        try send([.scan, .prune])
    }

    /// Gives a slot a hidden name, if there is one.
    ///
    /// What is deleted in the end has to be a servicedir in a scandir: a slip of the keyboard is not to cost a
    /// directory of another kind. A link may lead anywhere, or nowhere, since only the link goes.
    private func hide(_ name: SlotName, in directory: borrowing Directory) throws(S6Error) {
        do throws(S6Error) {
            guard try directory.exists(".s6-svscan") else { throw .noScanner(path) }
            guard try directory.isServicedirOrLink(name.entry) else { throw .notServicedir(service(name).path) }
            let random = try RandomBytes.sixteen(for: path)
            try directory.rename(name.entry, toNew: name.retired(random))
        } catch .system(_, _, .noEntry) {}  // the rest of an earlier retirement, or nothing
    }

    private func end(
        _ departure: inout Departure,
        before deadline: Deadline,
        killAfter: Duration?,
        record: (ServiceDirectory, ProcessSession) throws(S6Error) -> Void
    ) throws(S6Error) {
        let start = Deadline.now
        var killAt = killAfter.map { start.advanced(by: $0) }
        // Where the scanner's scans fail, pruning never comes. Who waits for ever does not wait for that.
        var pushAt: Deadline? = deadline.isNever ? start : deadline.halfway(from: start)
        for (service, session) in departure.takeNews() { try record(service, session) }
        if departure.hasSupervisors {
            do throws(S6Error) { try send([.scan, .prune]) } catch .noScanner { pushAt = start }
        }
        while try !departure.isOver() {
            if let moment = pushAt, moment.hasPassed {
                pushAt = nil
                try push(departure)
            }
            if let moment = killAt, moment.hasPassed {
                killAt = nil
                // A supervisor that was not told to end would start what is killed anew.
                if pushAt != nil { try push(departure) }
                try departure.kill()
            }
            if try departure.wait(before: min(deadline, min(killAt ?? .never, pushAt ?? .never))) {
                for (service, session) in departure.takeNews() { try record(service, session) }
            }
            // Asked each time: news without end is no reason to stay.
            if deadline.hasPassed, try !departure.isOver() {
                throw .survivors(departure.path, processes: try departure.survivors())
            }
        }
    }

    /// Tells the supervisors themselves to end, and the scanner not to wait for the loggers' input to end.
    private func push(_ departure: borrowing Departure) throws(S6Error) {
        try departure.send([.exit, .wantDown], toLoggers: [.exit, .wantDown])
        do throws(S6Error) { try send([.scan, .pruneLoggers]) } catch .noScanner {}
    }
}

extension Directory {
    fileprivate borrowing func isServicedirOrLink(_ name: EntryName) throws(S6Error) -> Bool {
        let attributes = try attributes(of: name)
        switch attributes.kind {
        case .symbolicLink:
            guard attributes.isOwnedByRootOrUs else { throw .foreignLink(path(of: name), owner: attributes.owner) }
            return true
        case .directory:
            let slot = try handle(name)
            if try slot.exists("run") { return true }
            return try slot.exists("supervise")
        case .fifo, .regular, .other: return false
        }
    }
}
