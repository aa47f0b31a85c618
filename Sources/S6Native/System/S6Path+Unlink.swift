internal import CS6Shim

extension S6Path {
    /// Removes the file that has this path, if there is one and it may be.
    func unlinkQuietly() { _ = withTerminated { cs6_unlink(CS6_AT_FDCWD, $0) } }
}
