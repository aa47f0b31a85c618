extension Directory {
    /// Removes an entry and all that is in it.
    ///
    /// Links are removed, not followed; what is gone already is no error.
    borrowing func removeTree(_ name: EntryName) throws(S6Error) {
        do throws(S6Error) {
            try unlink(name)
            return
        } catch .system(_, _, .noEntry) {
            return
        } catch .system(_, _, .isDirectory), .system(_, _, .notPermitted) {}
        do throws(S6Error) {
            try listing(name).removeContents()
            try removeDirectory(name)
        } catch .system(_, _, .noEntry) {}
    }

    /// Removes all that is in the directory.
    ///
    /// It was opened for listing, and is read anew.
    borrowing func removeContents() throws(S6Error) {
        try listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            try removeTree(EntryName(entry.name))
            return true
        }
    }
}
