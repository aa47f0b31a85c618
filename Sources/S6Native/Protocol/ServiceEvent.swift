/// A byte that `s6-supervise` writes to each FIFO in its `event/`.
///
/// The status is in place before its event is sent, so a status read after an event is at least as new. Changes
/// of want-up and of paused have no event. Several may come in one read, and an event that is not known yet is
/// to be passed over.
public enum ServiceEvent: UInt8, Equatable, Sendable {
    /// The supervisor has started, and has written its first status.
    case supervisorStarted = 0x73  // s
    /// `./run` was spawned. (With `lock-fd`, from s6 2.12 on, it may still wait for its lock.)
    case started = 0x75  // u
    /// The service has written a newline to its notification descriptor.
    case ready = 0x55  // U
    /// `./run` has died.
    case died = 0x64  // d
    /// `./finish` has ended, or there was none: the service is really down.
    case finished = 0x44  // D
    /// `./finish` exited 125: the service is not to be restarted. ``finished`` follows.
    case failedPermanently = 0x4F  // O
    /// The supervisor is about to exit; it still holds its lock.
    case supervisorExiting = 0x78  // x
}
