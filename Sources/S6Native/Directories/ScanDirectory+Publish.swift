extension ScanDirectory {
    /// Adds a slot: puts it together under a hidden name, renames it in, has the scanner scan, and returns when
    /// its supervisor runs, and that of its logger if it has a `log/`.
    ///
    /// The scanner sees all of the slot or nothing. If an older slot of that name has been retired and a
    /// supervisor of it still runs, its end is awaited first: the two would get into each other's way. Whatever
    /// goes wrong, no slot of that name is left; what a killed process left of one is used by the next. The
    /// nearest s6 program is `s6-svlink`.
    ///
    /// - Parameters:
    ///   - name: the name of the slot.
    ///   - deadline: until when to wait. When it passes the slot is withdrawn.
    ///   - cancel: a descriptor that ends the wait when it becomes readable; the slot is withdrawn then.
    ///   - build: puts the servicedir together, with a `run` that can be executed.
    /// - Returns: the servicedir.
    /// - Throws: ``S6Error/noScanner(_:)``, ``S6Error/slotExists(_:)``, ``S6Error/slotBusy(_:)``,
    ///   ``S6Error/notRunnable(_:)``, ``S6Error/survivors(_:processes:)``, ``S6Error/notTakenUp(_:)``,
    ///   ``S6Error/cancelled``, what `build` throws, or what was refused.
    @discardableResult
    public func publish(
        _ name: SlotName,
        before deadline: Deadline,
        cancel: CInt? = nil,
        build: (borrowing StagedSlot) throws(S6Error) -> Void
    ) throws(S6Error) -> ServiceDirectory {
        try name.checkItHasRoom()
        let scanner = try Scanner(of: self)
        let directory = try open()
        let service = service(name)
        guard try !directory.exists(name.entry) else { throw .slotExists(service.path) }
        try awaitPredecessors(of: name, in: directory, before: deadline, cancel: cancel)
        var publication = try stage(name, in: directory, build)
        do throws(S6Error) {
            try directory.rename(name.staging, toNew: name.entry)
        } catch {
            directory.discardTree(name.staging)
            if error.errno == .exists { throw .slotExists(service.path) }
            throw error
        }
        do throws(S6Error) {
            try scanner.rescan()
            try publication.awaitSupervisors(service.path, scanner, before: deadline, cancel: cancel)
        } catch {
            withdraw(name, if: publication.slot, in: directory)
            throw error
        }
        return service
    }

    /// Adds a copy of a servicedir as a slot: see ``publish(_:before:cancel:build:)``.
    ///
    /// - Parameters:
    ///   - source: the servicedir, with a `run` that can be executed. What s6 keeps in it is left out.
    ///   - name: the name of the slot.
    ///   - deadline: until when to wait. When it passes the slot is withdrawn.
    ///   - cancel: a descriptor that ends the wait when it becomes readable; the slot is withdrawn then.
    /// - Returns: the servicedir of the slot.
    /// - Throws: as ``publish(_:before:cancel:build:)``.
    @discardableResult
    public func publish(
        copyOf source: S6Path,
        as name: SlotName,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(S6Error) -> ServiceDirectory {
        try publish(name, before: deadline, cancel: cancel) { (slot) throws(S6Error) in try slot.copy(from: source) }
    }

    /// Has the scanner take up a slot that is there and has no supervisor, as a publication that was killed leaves it,
    /// and returns when its supervisor runs, and that of its logger.
    ///
    /// The slot stays, whatever comes of it. The corresponding program of s6 is `s6-svscanctl -a`.
    ///
    /// - Parameters:
    ///   - name: the name of the slot.
    ///   - deadline: until when to wait.
    ///   - cancel: a descriptor that ends the wait when it becomes readable.
    /// - Throws: ``S6Error/noScanner(_:)``, ``S6Error/noSuchService(_:)``, ``S6Error/notRunnable(_:)``,
    ///   ``S6Error/notTakenUp(_:)``, ``S6Error/cancelled``, or what was refused.
    public func adopt(_ name: SlotName, before deadline: Deadline, cancel: CInt? = nil) throws(S6Error) {
        let scanner = try Scanner(of: self), service = service(name)
        var publication: Publication
        do throws(S6Error) {
            publication = try Publication(of: StagedSlot(open().listing(name.entry)), at: service.path)
        } catch .system(.open, _, .noEntry) {
            throw .noSuchService(service.path)
        }
        let isUp = try service.supervised() != .unsupervised
        let isLoggerUp = try service.logger.isSupervisedLogger()
        try scanner.rescan()
        try publication.awaitSupervisors(
            service.path,
            scanner,
            isUp: isUp,
            isLoggerUp: isLoggerUp,
            before: deadline,
            cancel: cancel
        )
    }

    /// Puts the slot together; nothing is left of it on an error.
    private func stage(
        _ name: SlotName,
        in directory: borrowing Directory,
        _ build: (borrowing StagedSlot) throws(S6Error) -> Void
    ) throws(S6Error) -> Publication {
        let slot = StagedSlot(try makeStaging(name, in: directory))
        do throws(S6Error) {
            try build(slot)
            return try Publication(of: slot, at: service(name).path)
        } catch {
            directory.discardTree(name.staging)
            throw error
        }
    }

    /// Lays a slot where no s6-svscan keeps the scandir yet, in the place of what has its name.
    ///
    /// It is put together under a hidden name, and renamed in. Nothing is waited for. What a killed process has left
    /// hidden of an older one stays, for the next retirement of the name: to look for it takes longer the more slots
    /// there are.
    ///
    /// An s6-svscan that starts meanwhile sees the old slot, or none for a moment, or the new one.
    ///
    /// - Parameters:
    ///   - name: the name of the slot.
    ///   - build: puts the servicedir together, with a `run` that can be executed.
    /// - Throws: ``S6Error/slotExists(_:)`` if a supervisor runs on it, ``S6Error/slotBusy(_:)``,
    ///   ``S6Error/notRunnable(_:)``, what `build` throws, or what was refused.
    public func lay(
        _ name: SlotName,
        build: (borrowing StagedSlot) throws(S6Error) -> Void
    ) throws(S6Error) {
        try name.checkItHasRoom()
        let directory = try open(), path = service(name).path
        guard try !isSupervised(name) else { throw .slotExists(path) }
        let slot = StagedSlot(try makeStaging(name, in: directory))
        do throws(S6Error) {
            try build(slot)
            guard try slot.directory.isRunnable() else { throw .notRunnable(path) }
            let old = try hideOld(name, in: directory)
            try directory.rename(name.staging, toNew: name.entry)
            if let old { try directory.removeTree(old) }
        } catch {
            directory.discardTree(name.staging)
            throw error
        }
    }

    private func isSupervised(_ name: SlotName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            let service = service(name)
            if try service.supervised() != .unsupervised { return true }
            return try service.logger.isSupervisedLogger()
        } catch .noSuchService, .system(.open, _, .notDirectory) {
            return false
        }
    }

    /// Hides the slot that is there, if there is one; returns its hidden name.
    private func hideOld(_ name: SlotName, in directory: borrowing Directory) throws(S6Error) -> EntryName? {
        do throws(S6Error) {
            let hidden = try name.retired(RandomBytes.sixteen(for: path))
            try directory.rename(name.entry, toNew: hidden)
            return hidden
        } catch .system(.rename, _, .noEntry) {
            return nil
        }
    }

    /// Makes the hidden directory, or takes over what a killed process left of it; locked, either way.
    private func makeStaging(_ name: SlotName, in directory: borrowing Directory) throws(S6Error) -> Directory {
        let path = service(name).path
        do throws(S6Error) { try directory.makeDirectory(name.staging, mode: 0o700) } catch .system(_, _, .exists) {}
        do throws(S6Error) {
            let staging = try directory.listing(name.staging)
            guard try staging.tryLock() else { throw .slotBusy(path) }
            // Another publication may have ended in between, and renamed or removed what we have locked.
            let locked = try staging.ownAttributes().identity
            guard try directory.attributes(of: name.staging).identity == locked else { throw .slotBusy(path) }
            try staging.removeContents()
            try staging.setMode(0o755)
            return staging
        } catch .system(_, _, .noEntry) {
            throw .slotBusy(path)
        } catch .system(.open, let staging, .permissionDenied) {
            // A umask that takes from oneself has made it so. It would be in everybody's way; only an empty one goes.
            do throws(S6Error) { try directory.removeDirectory(name.staging) } catch {}
            throw .system(.open, path: staging, errno: .permissionDenied)
        }
    }

    /// Removes what a killed publication of a name has left, unless one is under way.
    package func removeStaging(of name: SlotName) throws(S6Error) {
        let directory = try open()
        do throws(S6Error) {
            let staging = try directory.listing(name.staging)
            guard try staging.tryLock() else { return }
            defer { staging.unlock() }
            try directory.removeTree(name.staging)
        } catch .system(_, _, .noEntry) {}
    }

    private func awaitPredecessors(
        of name: SlotName,
        in directory: borrowing Directory,
        before deadline: Deadline,
        cancel: CInt?
    ) throws(S6Error) {
        let old = try directory.retiredSlots(of: name).map { ServiceDirectory(path.appending($0.bytes)) }
        guard !old.isEmpty else { return }
        var departure = try Departure.of(old, about: service(name).path, withSessions: false, cancel: cancel)
        while try !departure.isOver() {
            _ = try departure.wait(before: deadline)
            if deadline.hasPassed, try !departure.isOver() {
                throw .survivors(service(name).path, processes: try departure.survivors())
            }
        }
    }

    /// Takes a slot out again that has just been renamed in, unless it has been retired meanwhile, and somebody else
    /// has published another.
    ///
    /// A later retirement of the name finishes the rest.
    private func withdraw(
        _ name: SlotName,
        if slot: FileAttributes.Identity?,
        in directory: borrowing Directory
    ) {
        func isOurs(_ entry: EntryName) -> Bool {
            slot != nil && (try? directory.attributes(of: entry).identity) == slot
        }
        guard isOurs(name.entry), let random = try? RandomBytes.sixteen(for: path) else { return }
        let hidden = name.retired(random)
        try? directory.rename(name.entry, toNew: hidden)
        // It may have been replaced since it was looked at.
        if !isOurs(hidden) { try? directory.rename(hidden, toNew: name.entry) }
        try? send([.scan, .prune])
    }
}

extension Directory {
    /// The hidden names of the retired slots that had a name, whose removal has not ended.
    package borrowing func retiredSlots(of name: SlotName) throws(S6Error) -> [EntryName] {
        let prefix = name.retiredPrefix
        var found: [EntryName] = []
        try listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            if entry.name.count == prefix.count + 6 && entry.name.starts(with: prefix) {
                found.append(EntryName(entry.name))
            }
            return true
        }
        return found
    }

    /// Removes a tree of ours on the way out of an error, which is the one to be told of.
    borrowing func discardTree(_ name: EntryName) {
        do throws(S6Error) { try removeTree(name) } catch {}
    }
}

extension ServiceDirectory {
    /// Whether a supervisor runs on it, if it is there at all.
    fileprivate func isSupervisedLogger() throws(S6Error) -> Bool {
        do throws(S6Error) { return try supervised() != .unsupervised } catch .noSuchService { return false }
    }
}
