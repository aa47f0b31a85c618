/// A fifodir: a directory in which each FIFO is a subscriber, and every event is written to all of them.
///
/// A servicedir's is `event/`. Whoever may create a file in it can have the notifier write to any file or FIFO
/// that the notifier may write to, so that right is as good as control of the whole tree: ask for it only where
/// that is given anyway, and wait on the status file elsewhere, as
/// ``ServiceDirectory/wait(for:before:cancel:)`` does. The corresponding library of s6 is `libftrigr`.
public struct FIFODirectory: Hashable, Sendable {
    /// The fifodir itself.
    public let path: S6Path

    /// Names the fifodir at `path`.
    ///
    /// Nothing is opened, or has to exist.
    public init(_ path: S6Path) { self.path = path }

    /// Subscribes: every event from the return of this call on is kept for the subscription.
    ///
    /// What processes of ours left behind when they were killed on the way in is removed, where the directory
    /// may be read. The corresponding C function is `ftrigr_subscribe`, which needs a helper process.
    public func subscribe() throws(S6Error) -> Subscription {
        let directory = try open()
        return try Subscription(in: directory)
    }

    private func open() throws(S6Error) -> Directory {
        do throws(S6Error) {
            return try Directory.handle(trusting: path.parent).handle(EntryName(path.lastComponent), at: path)
        } catch .system(_, _, .notDirectory) {
            throw .wrongFileType(path, expected: .directory)
        }
    }
}

extension ServiceDirectory {
    /// The fifodir in which its supervisor tells of its events, `event/`.
    public var events: FIFODirectory { FIFODirectory(path.appending("event")) }
}

extension Directory {
    /// Unlinks the hidden FIFOs of ours that nobody reads, if the directory may be read.
    ///
    /// One whose maker has not opened it yet goes too: that one finds it gone, and makes another.
    borrowing func sweepHiddenFIFOs() throws(S6Error) {
        do throws(S6Error) {
            try sweepHiddenFIFOs(in: listingOfSelf())
        } catch .system(.open, path, .permissionDenied) {}
    }

    private borrowing func sweepHiddenFIFOs(in listing: consuming Directory) throws(S6Error) {
        try listing.forEachEntry { (entry) throws(S6Error) in
            if SubscriberName.isHiddenName(entry.name) { try unlinkIfUnread(EntryName(entry.name)) }
            return true
        }
    }

    private borrowing func unlinkIfUnread(_ name: EntryName) throws(S6Error) {
        do throws(S6Error) {
            _ = try writer(name)
        } catch .system(.open, _, .noReader) {
            do throws(S6Error) { try unlink(name) } catch .system(.unlink, _, _) {}  // another sweep was faster
        } catch .system(.open, _, _) {}  // not ours to judge
    }
}
