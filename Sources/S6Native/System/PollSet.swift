internal import CS6Shim

/// The descriptors of one `ppoll`: what wakes a wait.
package struct PollSet {
    /// Where a descriptor stands in the set.
    package typealias Slot = Int

    private var entries: [cs6_pollfd] = []

    package init() {}

    /// Adds a descriptor to wait on until it is readable, hung up or broken.
    ///
    /// The owner keeps it open.
    package mutating func add(_ descriptor: CInt) -> Slot {
        entries.append(cs6_pollfd(fd: descriptor, events: Int16(CS6_POLLIN), revents: 0))
        return entries.count - 1
    }

    /// Waits on it no longer.
    mutating func ignore(_ slot: Slot) {
        entries[slot].fd = -1  // ppoll passes over a negative descriptor
        entries[slot].revents = 0
    }

    /// The descriptors that are waited on.
    package var descriptors: [CInt] { entries.compactMap { $0.fd >= 0 ? $0.fd : nil } }

    /// Whether the last ``wait(before:)`` found something to read in it, or its other end gone.
    package func isReady(_ slot: Slot) -> Bool { entries[slot].revents != 0 }

    /// Blocks until something is ready; `false` once the deadline has passed with nothing ready.
    ///
    /// A signal that is caught meanwhile does not end the wait: what is left is computed anew.
    ///
    /// The error, if `ppoll` is refused, names `path`.
    package mutating func wait(before deadline: Deadline, about path: S6Path) throws(S6Error) -> Bool {
        while true {
            var span = entries.mutableSpan
            let count = cs6_poll(&span, deadline.remainingNanoseconds)
            if count > 0 { return true }
            if count == 0 { return false }
            guard -count == Errno.interrupted.rawValue else { throw .refused(.ppoll, path, -count) }
        }
    }
}
