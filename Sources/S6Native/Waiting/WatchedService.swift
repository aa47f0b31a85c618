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
    /// The inode of its status file, while that is only glanced at, or 0.
    var seenStatus: UInt64 = 0
    /// The glances have seen nothing: it has been watched since.
    var glancedInVain = false

    init(_ service: ServiceDirectory) { self.service = service }
}
