// What s6-supervise finds, and leaves as it is: made before it starts, so that it is not root's.
extension StagedSlot {
    /// Makes `event/`, `supervise/`, `supervise/event/` and `supervise/control`, for the slot and for its logger if it has
    /// one, as the property of a user.
    ///
    /// A supervisor takes over what it finds, so that this user may control a service that root supervises, which makes
    /// him as good as root: see `docs/design.md`, D5. Nothing is followed, and what is there stays as it is.
    ///
    /// - Parameters:
    ///   - user: the number of the user.
    ///   - group: the number of the group.
    /// - Throws: what was refused.
    public borrowing func addSkeleton(user: UInt32, group: UInt32) throws(S6Error) {
        try directory.seedSkeleton(user, group)
        do throws(S6Error) { try directory.handle("log").seedSkeleton(user, group) } catch .system(_, _, .noEntry) {}
    }
}

extension Directory {
    fileprivate borrowing func seedSkeleton(_ user: UInt32, _ group: UInt32) throws(S6Error) {
        try seed("event", mode: 0o3730, user, group)
        try seed("supervise", mode: 0o755, user, group)
        let supervise = try handle("supervise")
        try supervise.seed("event", mode: 0o3730, user, group)
        try supervise.seedFIFO("control", mode: 0o660, user, group)
    }

    private borrowing func seed(
        _ name: EntryName,
        mode: UInt32,
        _ user: UInt32,
        _ group: UInt32
    ) throws(S6Error) {
        do throws(S6Error) { try makeDirectory(name, mode: 0o700) } catch .system(.mkdir, _, .exists) { return }
        let made = try listing(name)
        let attributes = try made.ownAttributes()
        if attributes.owner != user || attributes.group != group { try made.setOwner(user, group) }
        try made.setMode(mode)  // after the owner, a change of which may take the special bits away
    }

    private borrowing func seedFIFO(
        _ name: EntryName,
        mode: UInt32,
        _ user: UInt32,
        _ group: UInt32
    ) throws(S6Error) {
        do throws(S6Error) { try makeFIFO(name, mode: 0o600) } catch .system(.mkfifo, _, .exists) { return }
        let made = try bothEnds(name)
        try made.checkItIsOurNewFIFO()
        let attributes = try made.attributes()
        if attributes.owner != user || attributes.group != group { try made.setOwner(user, group) }
        try made.setMode(mode)
    }
}
