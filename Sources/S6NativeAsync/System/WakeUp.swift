internal import CS6Shim
internal import S6Native

/// A descriptor that is readable once it has been rung.
struct WakeUp: ~Copyable, Sendable {
    private let event: Descriptor

    /// Errors are about `path`.
    init(about path: S6Path) throws(S6Error) {
        event = Descriptor(taking: try S6Error.check(.eventfd, cs6_wakeup_open(), path))
    }

    var rawValue: CInt { event.rawValue }

    func ring() { _ = cs6_wakeup_ring(event.rawValue) }
}
