import S6Native

/// Looks at all that s6 keeps in a servicedir, before any of it is changed.
///
/// Root writes there, and what is granted leads there: whatever root and s6 have not made is refused. The servicedir
/// itself was found to be root's alone.
enum SlotJudge {
    /// - Throws: ``GrantCode/tampering``.
    static func judge(_ servicedir: borrowing Directory, at path: S6Path) throws(GrantError) {
        guard try !servicedir.hasDefaultAccessList() else {
            throw .tampering(path, "has a default access list, which event/ would get")
        }
        try judgeEvents(servicedir, at: path)
        let place = path.appending("supervise")
        guard let supervise = try present({ () throws(S6Error) in try servicedir.link("supervise") }) else { return }
        let attributes = try supervise.grantAttributes()
        guard attributes.kind == .directory else { throw .tampering(place, "is no directory") }
        guard attributes.isRootsAlone else {
            throw .tampering(place, "is \(Look.of(attributes)): others than root can write to it")
        }
        try judgeContents(supervise, at: place)
    }

    /// Whoever may write to event/ can have root write into any file (`docs/protocol.md`, 6).
    private static func judgeEvents(_ servicedir: borrowing Directory, at path: S6Path) throws(GrantError) {
        let place = path.appending("event")
        guard let events = try present({ () throws(S6Error) in try servicedir.link("event") }) else { return }
        let attributes = try events.grantAttributes()
        guard attributes.kind == .directory else { throw .tampering(place, "is no directory") }
        let isGroupsToo = attributes.permissions & 0o020 != 0 && attributes.group != 0
        guard attributes.owner == 0, attributes.permissions & 0o002 == 0, !isGroupsToo else {
            throw .tampering(place, "is \(Look.of(attributes)): others than root can write to it")
        }
        let list = try events.accessList()
        guard !list.isExtended, try !events.hasDefaultAccessList() else {
            throw .tampering(place, "has an access list: \(list)")
        }
    }

    private static func judgeContents(_ supervise: borrowing Directory, at path: S6Path) throws(GrantError) {
        var names: [EntryName] = []
        try wrapping { () throws(S6Error) in
            try supervise.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
                names.append(EntryName(entry.name))
                return true
            }
        }
        for name in names {
            // s6-supervise renames its files into place meanwhile.
            if let found = try present({ () throws(S6Error) in try supervise.attributes(of: name) }) {
                try judge(found, isControl: name.bytes == EntryName("control").bytes, at: path.appending(name.bytes))
            }
        }
    }

    private static func judge(_ found: FileAttributes, isControl: Bool, at path: S6Path) throws(GrantError) {
        guard found.kind == (isControl ? .fifo : .regular) else {
            throw .tampering(path, "is no \(isControl ? "FIFO" : "regular file")")
        }
        guard found.links <= 1 else { throw .tampering(path, "has another name elsewhere") }
        guard found.owner == 0 else { throw .tampering(path, "is uid \(found.owner)'s") }
        if isControl || found.permissions & 0o022 == 0 { return }
        throw .tampering(path, "is \(Look.of(found)): others could write to it, once supervise/ is open to them")
    }
}
