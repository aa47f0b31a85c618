/// One service of a ``Watch``, and the descriptors that tell of it.
///
/// A class, since arrays hold no owners.
final class WatchedService {
    let service: ServiceDirectory
    /// `nil` where events may not be subscribed to: the status file is watched there.
    var subscription: Subscription?
    /// `nil` where the supervisor's process is unknown, or has ended.
    var supervisor: ProcessHandle?

    var eventsSlot: PollSet.Slot?
    var supervisorSlot: PollSet.Slot?
    var watchesStatus = false
    var statusChanged = false

    init(_ service: ServiceDirectory) { self.service = service }
}
