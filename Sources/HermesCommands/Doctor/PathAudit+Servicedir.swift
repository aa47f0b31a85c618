import S6Native

extension PathAudit {
    /// Follows a servicedir that root's s6-supervise keeps: its files, what s6 makes in it, and its logger's.
    ///
    /// The group `grantees`, where there is one, may write control bytes.
    mutating func walk(servicedir path: S6Path, grantees: UInt32?, isLogger: Bool = false) {
        guard case .directory(let slot, let attributes) = walk(path, .passage) else { return }
        for name in names(in: slot, attributes) {
            let entry = slot.appending(name)
            switch String(decoding: name, as: UTF8.self) {
            case "supervise": walk(supervise: entry, grantees)
            case "event": _ = walk(entry, .events)
            case "log" where !isLogger: walk(servicedir: entry, grantees: grantees, isLogger: true)
            case "data": break  // never s6's
            case "env": walk(tree: entry)
            case "run", "finish":
                if case .file(let script, _) = walk(entry, .program) { walk(script: script) }
            default: _ = walk(entry, .file)
            }
        }
    }

    /// What is granted, and no more: `supervise/` 0711 root:s6ctl, `control` 0620 root:s6ctl, `lock` 0600.
    private mutating func walk(supervise path: S6Path, _ grantees: UInt32?) {
        guard case .directory(let directory, let attributes) = walk(path, .supervise) else { return }
        for name in ["status", "death_tally", "status.new", "service-lock"] as [StaticString] {
            _ = walk(directory.appending(name), .file)
        }
        if case .file(let lock, let found) = walk(directory.appending("lock"), .file),
            attributes.permissions & 0o011 != 0, found.permissions & 0o044 != 0
        {
            let place = machine.place(of: lock)
            let reason = "others may read it (mode \(found.octalMode)), and so keep the service from starting again"
            add(Finding(.rootPath, .problem, place, reason, remedy: "chmod 0600 \(place), as perm-grant does"))
        }
        if case .file(let control, let found) = walk(directory.appending("control"), .file) {
            walk(control: control, found, grantees)
        }
    }

    private mutating func walk(control path: S6Path, _ found: FileAttributes, _ grantees: UInt32?) {
        guard found.kind == .fifo else { return }  // a file has been judged
        let place = machine.place(of: path), isGranted = grantees != nil && found.group == grantees
        let who: String
        if found.owner != machine.keeper {
            who = "uid \(found.owner) owns it"
        } else if found.permissions & 0o002 != 0 {
            who = "anybody may write to it"
        } else if found.permissions & 0o020 != 0,
            let writer = AccessList.stranger(at: place, machine, sparing: grantees)
        {
            who = "\(writer) may write to it, by an access control list"
        } else if found.permissions & 0o020 != 0, !isGranted, AccessList(of: place)?.groupMayWrite ?? true {
            who = "group \(found.group) may write to it"
        } else {
            return
        }
        let reason = "\(who) (mode \(found.octalMode)): any command is obeyed, not only those of the policy"
        let remedy = "chown root:s6ctl \(place) && chmod 0620 \(place), as perm-grant does"
        add(Finding(.rootPath, .problem, place, reason, remedy: remedy))
    }
}
