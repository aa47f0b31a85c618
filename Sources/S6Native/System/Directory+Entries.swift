internal import CS6Shim

// Making, renaming, removing and looking at what is in a directory.
extension Directory {
    package borrowing func attributes(of name: EntryName) throws(S6Error) -> FileAttributes {
        let directory = descriptor.rawValue
        let raw = name.withTerminated { cs6_stat_entry(directory, $0) }
        try S6Error.check(.stat, raw.result, path(of: name))
        return FileAttributes(raw)
    }

    package borrowing func attributes(following name: EntryName) throws(S6Error) -> FileAttributes {
        let directory = descriptor.rawValue
        let raw = name.withTerminated { cs6_stat_target(directory, $0) }
        try S6Error.check(.stat, raw.result, path(of: name))
        return FileAttributes(raw)
    }

    /// Of the directory itself.
    package borrowing func ownAttributes() throws(S6Error) -> FileAttributes {
        let raw = cs6_stat_descriptor(descriptor.rawValue)
        try S6Error.check(.stat, raw.result, path)
        return FileAttributes(raw)
    }

    package borrowing func exists(_ name: EntryName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            _ = try attributes(of: name)
            return true
        } catch .system(_, _, .noEntry) {
            return false
        }
    }

    package borrowing func makeFIFO(_ name: EntryName, mode: UInt32) throws(S6Error) {
        try act(.mkfifo, name) { cs6_make_fifo($0, $1, mode) }
    }

    package borrowing func makeDirectory(_ name: EntryName, mode: UInt32) throws(S6Error) {
        try act(.mkdir, name) { cs6_make_directory($0, $1, mode) }
    }

    package borrowing func makeLink(_ name: EntryName, to target: S6Path) throws(S6Error) {
        try act(.symlink, name) { directory, name in
            target.withTerminated { cs6_make_link($0, directory, name) }
        }
    }

    package borrowing func readLink(_ name: EntryName) throws(S6Error) -> S6Path {
        var target = [UInt8](repeating: 0, count: 4096)  // PATH_MAX
        var span = target.mutableSpan
        let directory = descriptor.rawValue
        let result = name.withTerminated { cs6_read_link(directory, $0, &span) }
        let count = try S6Error.check(.readlink, result, path(of: name))
        return S6Path(unchecked: Array(target[..<count]))
    }

    /// Where the link leads that this was opened as.
    package borrowing func readLinkItself() throws(S6Error) -> S6Path { try readLink("") }

    package borrowing func unlink(_ name: EntryName) throws(S6Error) {
        try act(.unlink, name) { cs6_unlink($0, $1) }
    }

    package borrowing func removeDirectory(_ name: EntryName) throws(S6Error) {
        try act(.rmdir, name) { cs6_remove_directory($0, $1) }
    }

    /// Renames within the directory, over whatever has the new name.
    package borrowing func rename(_ old: EntryName, to new: EntryName) throws(S6Error) {
        try act(.rename, old) { directory, old in
            new.withTerminated { cs6_rename(directory, old, directory, $0) }
        }
    }

    /// Renames within the directory; refused with `EEXIST` if something has the new name.
    package borrowing func rename(_ old: EntryName, toNew new: EntryName) throws(S6Error) {
        try act(.rename, old) { directory, old in
            new.withTerminated { cs6_rename_noreplace(directory, old, directory, $0) }
        }
    }

    /// Sets the mode of the directory itself exactly.
    ///
    /// It was opened for listing.
    package borrowing func setMode(_ mode: UInt32) throws(S6Error) {
        try S6Error.check(.fchmod, cs6_set_mode(descriptor.rawValue, mode), path)
    }

    /// Gives the directory itself the group that this process acts with, if it has another.
    ///
    /// It was opened for listing.
    borrowing func setGroupToOurs() throws(S6Error) {
        let group = UInt32(bitPattern: cs6_current_group())
        guard try ownAttributes().group != group else { return }
        try S6Error.check(.fchown, cs6_set_group(descriptor.rawValue, group), path)
    }

    /// Takes `flock(LOCK_EX)` on the directory if nobody has it; `false` if somebody does.
    borrowing func tryLock() throws(S6Error) -> Bool {
        let result = cs6_try_lock(descriptor.rawValue)
        if -result == Errno.wouldBlock.rawValue { return false }
        try S6Error.check(.flock, result, path)
        return true
    }

    /// Gives the lock of ``tryLock()`` back.
    ///
    /// Closing would not, while a child that another thread is just starting still has the descriptor.
    borrowing func unlock() { _ = cs6_unlock(descriptor.rawValue) }

    private borrowing func act(
        _ what: SystemCall,
        _ name: EntryName,
        _ call: (CInt, Span<UInt8>) -> CInt
    ) throws(S6Error) {
        let directory = descriptor.rawValue
        let result = name.withTerminated { call(directory, $0) }
        try S6Error.check(what, result, path(of: name))
    }
}
