internal import CS6Shim

extension Directory {
    /// Removes an entry and all that is in it, however deep.
    ///
    /// Links are removed, not followed; what is gone already is no error. What is mounted somewhere in there stays.
    ///
    /// - Throws: ``S6Error/mountPoint(_:)``, or what was refused.
    package borrowing func removeTree(_ name: EntryName) throws(S6Error) {
        guard try !isRemovedAlone(name) else { return }
        do throws(S6Error) {
            let tree = try listing(name)
            guard try tree.mount() == mount() else { throw .mountPoint(tree.path) }
            for _ in 0..<20 {
                try tree.removeContents()
                if try isRemovedEmpty(name) { return }
            }
            try removeDirectory(name)
        } catch .system(_, _, .noEntry) {}
    }

    /// Removes an empty directory; `false` if it is not empty: somebody else has added to it.
    fileprivate borrowing func isRemovedEmpty(_ name: EntryName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            try removeDirectory(name)
            return true
        } catch .system(_, _, .noEntry) {
            return true
        } catch .system(_, _, .notEmpty) {
            return false
        }
    }

    /// Removes all that is in the directory.
    ///
    /// It was opened for listing, and is read anew.
    borrowing func removeContents() throws(S6Error) {
        var removal = TreeRemoval(on: try mount())
        repeat { try removal.empty(self, below: self) } while removal.takesAnotherRound()
    }

    /// Removes an entry that is no directory; `false` if it is one.
    fileprivate borrowing func isRemovedAlone(_ name: EntryName) throws(S6Error) -> Bool {
        do throws(S6Error) {
            try unlink(name)
            return true
        } catch .system(_, _, .noEntry) {
            return true
        } catch .system(_, _, .isDirectory), .system(_, _, .notPermitted) {
            return false
        }
    }

    /// Tells the mount that this is on from others; its device, where the kernel (before 5.8) knows no better.
    fileprivate borrowing func mount() throws(S6Error) -> UInt64 {
        let mount = cs6_mount_of(descriptor.rawValue)
        return mount.result == 1 ? mount.id : try ownAttributes().identity.device
    }

    fileprivate borrowing func adopt(_ name: EntryName, from other: borrowing Directory, as new: EntryName) -> Bool {
        let target = descriptor.rawValue, source = other.descriptor.rawValue
        return name.withTerminated { old in
            new.withTerminated { cs6_rename_noreplace(source, old, target, $0) }
        } == 0
    }
}

/// The removal of a tree that may be deeper than there are descriptors: what lies deep is moved to the top, and
/// removed from there in another round.
private struct TreeRemoval {
    private let mount: UInt64
    private var depth = 0
    private var adopted = 0
    private var isAnotherRoundNeeded = false
    private var rounds = 0

    private static let deepest = 16

    init(on mount: UInt64) { self.mount = mount }

    /// Whether something was moved to the top, or added meanwhile.
    ///
    /// Who adds faster than we remove is not followed for ever.
    mutating func takesAnotherRound() -> Bool {
        defer { isAnotherRoundNeeded = false }
        rounds += 1
        return isAnotherRoundNeeded && rounds < 2_000
    }

    mutating func empty(_ directory: borrowing Directory, below top: borrowing Directory) throws(S6Error) {
        depth += 1
        defer { depth -= 1 }
        // The entries first: what is moved into a directory while it is read may be seen or not.
        var directories: [EntryName] = []
        try directory.listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            let name = EntryName(entry.name)
            if try !directory.isRemovedAlone(name) { directories.append(name) }
            return true
        }
        for name in directories { try remove(name, from: directory, below: top) }
    }

    private mutating func remove(
        _ name: EntryName,
        from directory: borrowing Directory,
        below top: borrowing Directory
    ) throws(S6Error) {
        if depth >= Self.deepest {
            adopted += 1
            if top.adopt(name, from: directory, as: EntryName(Text.bytes(".s6native-deep-\(adopted)"))) {
                isAnotherRoundNeeded = true
                return
            }
        }
        do throws(S6Error) {
            let inner = try directory.listing(name)
            guard try inner.mount() == mount else { throw .mountPoint(inner.path) }
            try empty(inner, below: top)
            if try !directory.isRemovedEmpty(name) { isAnotherRoundNeeded = true }
        } catch .system(_, _, .noEntry) {}
    }
}
