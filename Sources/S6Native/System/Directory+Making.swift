internal import CS6Shim

/// The permissions of a file that is put in the place of another.
package enum FileMode {
    /// These.
    case exactly(UInt32)
    /// Those of the old file; these, where there is none.
    case ofOld(or: UInt32)
}

// Files that are kept: made anew and renamed into place, appended to, locked; and whose they are.
extension Directory {
    /// Opens a file that is there to be locked, and makes it if there is none.
    ///
    /// Root's stays in nobody's way: it is given to whose the directory is.
    borrowing func lockFile(_ name: EntryName) throws(S6Error) -> OpenFile {
        let file = try opening(name) { cs6_open_lock($0, $1, 0o600) }
        if CurrentProcess.user == 0, try file.attributes().size == 0 { try giveToOwner(file) }
        return file
    }

    /// What root makes in another's directory is that other's: he could remove it, and not use it.
    private borrowing func giveToOwner(_ file: borrowing OpenFile) throws(S6Error) {
        let own = try ownAttributes()
        if own.owner != 0, try file.attributes().owner == 0 { try file.setOwner(own.owner, own.group) }
    }

    /// Opens a file to add to its end, and makes it if there is none.
    package borrowing func log(_ name: EntryName) throws(S6Error) -> OpenFile {
        try opening(name) { cs6_open_log($0, $1, 0o644) }
    }

    /// Opens a file that people, or other programs than s6, make: a regular file, however many names it has.
    package borrowing func plainFile(_ name: EntryName) throws(S6Error) -> OpenFile {
        do throws(S6Error) {
            let file = try reader(name)
            if try file.attributes().kind == .regular { return file }
        } catch .system(.open, _, .symbolicLink) {}
        throw .wrongFileType(path(of: name), expected: .regularFile)
    }

    /// Whatever is made, or found, has to be a regular file with one name: others would get what is written.
    private borrowing func opening(
        _ name: EntryName,
        _ call: (CInt, Span<UInt8>) -> CInt
    ) throws(S6Error) -> OpenFile {
        let directory = descriptor.rawValue
        let result = name.withTerminated { call(directory, $0) }
        switch -result {
        case Errno.symbolicLink.rawValue, Errno.isDirectory.rawValue, Errno.noReader.rawValue:
            throw .wrongFileType(path(of: name), expected: .regularFile)
        default: break
        }
        let file = OpenFile(Descriptor(taking: try S6Error.check(.open, result, path(of: name))), name, in: path)
        let attributes = try file.attributes()
        guard attributes.kind == .regular, attributes.links <= 1 else {
            throw .wrongFileType(path(of: name), expected: .regularFile)
        }
        return file
    }

    /// Gives the directory itself to a user and a group.
    ///
    /// It was opened for listing.
    package borrowing func setOwner(_ user: UInt32, _ group: UInt32) throws(S6Error) {
        try S6Error.check(.fchown, cs6_set_owner(descriptor.rawValue, user, group), path)
    }

    /// Puts a file with `contents` in the place of what has the name, at once: a reader sees the old or the new.
    ///
    /// It is written under `prefix` and six random letters. A process that is killed leaves the old or the new; with
    /// `durable` so does a machine that loses its power.
    package borrowing func replaceFile(
        _ name: EntryName,
        with contents: Span<UInt8>,
        temporary prefix: [UInt8],
        mode: FileMode = .ofOld(or: 0o644),
        durable: Bool = false
    ) throws(S6Error) {
        let random = try RandomBytes.sixteen(for: path)
        let temporary = EntryName(prefix + RandomBytes.letters(random))
        let permissions = permissions(for: name, mode)
        let file = try createFile(temporary, mode: 0o600)
        do throws(S6Error) {
            if !contents.isEmpty { try file.write(all: contents) }
            if CurrentProcess.user == 0 { try giveToOwner(file) }
            try file.setMode(permissions)
            if durable { try file.sync() }
            try rename(temporary, to: name)
        } catch {
            do throws(S6Error) { try unlink(temporary) } catch {}
            throw error
        }
    }

    private borrowing func permissions(for name: EntryName, _ mode: FileMode) -> UInt32 {
        switch mode {
        case .exactly(let permissions): return permissions
        case .ofOld(let permissions):
            guard let old = try? attributes(of: name), old.kind == .regular else { return permissions }
            return old.permissions & 0o777
        }
    }

    /// Removes what killed processes have left of ``replaceFile(_:with:temporary:mode:durable:)``.
    ///
    /// Whoever calls this holds the lock under which it is called.
    package borrowing func sweep(temporary prefix: [UInt8]) throws(S6Error) {
        var found: [EntryName] = []
        try listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            if entry.name.count == prefix.count + 6, entry.name.starts(with: prefix) {
                found.append(EntryName(entry.name))
            }
            return true
        }
        for name in found { do throws(S6Error) { try unlink(name) } catch {} }
    }
}

extension OpenFile {
    /// Has what was written reach the disk.
    package borrowing func sync() throws(S6Error) {
        try S6Error.check(.fdatasync, cs6_sync(descriptor.rawValue), path)
    }

    /// Gives it to a user and a group.
    package borrowing func setOwner(_ user: UInt32, _ group: UInt32) throws(S6Error) {
        try S6Error.check(.fchown, cs6_set_owner(descriptor.rawValue, user, group), path)
    }
}
