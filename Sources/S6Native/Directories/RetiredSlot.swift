/// A slot that is hidden, and on its way out.
struct RetiredSlot {
    let entry: EntryName
    let service: ServiceDirectory

    init(_ entry: EntryName, in scandir: S6Path) {
        self.entry = entry
        service = ServiceDirectory(scandir.appending(entry.bytes))
    }

    /// Whether a servicedir is this slot, or its logger's.
    func owns(_ other: ServiceDirectory) -> Bool { other == service || other == service.logger }

    // A retirement that is killed, or meets its deadline, leaves the sessions that it knows of in the slot, for
    // the next: the status tells of them no more when the supervisor has ended. Each is an empty file, so that
    // none is ever half-written, and speaks of one boot and pid namespace. A slot that is a link leads to a
    // servicedir that stays, and gets none.

    private static let prefix = Text.bytes(".s6native-session-")

    /// Notes a session, if it can be.
    ///
    /// On a full file system, say, where retiring is what helps, the next retirement will know less.
    func record(_ session: ProcessSession, _ epoch: [UInt8], in scandir: borrowing Directory) throws(S6Error) {
        do throws(S6Error) {
            guard try scandir.attributes(of: entry).kind == .directory else { return }
            let name = Self.prefix + Text.bytes("\(session.leader)-\(session.startTime)-") + epoch
            _ = try scandir.handle(entry).createFile(EntryName(name), mode: 0o600)
        } catch .system {}
    }

    func recordedSessions(_ epoch: [UInt8], in scandir: borrowing Directory) throws(S6Error) -> [ProcessSession] {
        var sessions: [ProcessSession] = []
        do throws(S6Error) {
            guard try scandir.attributes(of: entry).kind == .directory else { return [] }
            try scandir.listing(entry).forEachEntry { (found) throws(S6Error) in
                if let session = Self.session(named: found.name, epoch) { sessions.append(session) }
                return true
            }
        } catch .system(_, _, .noEntry) {}  // another retirement was faster
        return sessions
    }

    /// The session that a note is about; `nil` if it is no note, or of another `epoch`.
    static func session(named name: [UInt8], _ epoch: [UInt8]) -> ProcessSession? {
        guard name.starts(with: prefix) else { return nil }
        let parts = name.dropFirst(prefix.count).split(separator: UInt8(ascii: "-"))
        guard parts.count == 3, parts[2].elementsEqual(epoch), let leader: Int32 = Decimal.number(parts[0]),
            let startTime: UInt64 = Decimal.number(parts[1])
        else { return nil }
        return ProcessSession(leader: leader, startTime: startTime)
    }
}
