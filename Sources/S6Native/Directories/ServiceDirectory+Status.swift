extension ServiceDirectory {
    /// Reads the status that the supervisor keeps.
    ///
    /// Search permission on `supervise/` is enough.
    ///
    /// It does not say whether the supervisor still runs: the file stays when that is gone. See ``supervised()``.
    /// Nothing is allocated, nothing blocks. The corresponding s6 program is `s6-svstat`, the C function
    /// `s6_svstatus_read`.
    ///
    /// - Throws: ``S6Error/noSuchService(_:)``, ``S6Error/notSupervised(_:)`` where there never was a
    ///   supervisor, ``S6Error/supervisorStarting(_:)``, ``S6Error/malformed(_:_:)``,
    ///   ``S6Error/wrongFileType(_:expected:)``, or the system call that was refused.
    public func status() throws(S6Error) -> ServiceStatus {
        do throws(S6Error) {
            return try readStatus()
        } catch .system(.open, _, .noEntry) {
            if case .unsupervised = try supervised() { throw .notSupervised(path) }
            throw .supervisorStarting(path)
        }
    }

    private func readStatus() throws(S6Error) -> ServiceStatus {
        let file = try openRegularFile("status")
        var record = InlineArray<44, UInt8>(repeating: 0)  // one more than the longest layout has
        var bytes = record.mutableSpan
        let count = try file.read(into: &bytes) ?? 0
        do throws(MalformedRecord) {
            return try ServiceStatus(decoding: record.span.extracting(first: count))
        } catch {
            throw .malformed(file.path, error)
        }
    }

    /// Reads how and when the service died since its supervisor started.
    ///
    /// The corresponding s6 program is `s6-svdt`, the C function `s6_dtally_read`, which, unlike this, empties
    /// a file that it finds malformed.
    ///
    /// - Throws: as ``status()``.
    public func deathTally() throws(S6Error) -> DeathTally {
        let name: EntryName = "death_tally"
        let bytes: [UInt8]
        do throws(S6Error) {
            bytes = try openRegularFile(name).contents(limit: DeathTally.recordSize * DeathTally.maximumCount + 1)
        } catch .system(.open, _, .noEntry) {
            throw .notSupervised(path)
        }
        do throws(MalformedRecord) {
            return try DeathTally(decoding: bytes.span)
        } catch {
            throw .malformed(supervisePath.appending(name.bytes), error)
        }
    }

    /// Whether the service is started with its supervisor: whether there is no file `./down`.
    public func isNormallyUp() throws(S6Error) -> Bool { try !open().exists(following: "down") }

    /// The descriptor on which the service says that it is ready, from `./notification-fd`; `nil` if it has
    /// none, or s6 would not understand it either.
    public func notificationFD() throws(S6Error) -> UInt32? {
        let directory = try open()
        guard try directory.exists("notification-fd") else { return nil }
        let line = try directory.definitionFile("notification-fd").contents(limit: 16).prefix {
            $0 != UInt8(ascii: "\n")
        }
        return Decimal.number(line)
    }
}
