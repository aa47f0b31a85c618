internal import S6Native

/// What the thread waits on.
///
/// It holds this itself, so that nothing is closed under its feet.
final class Poller: Sendable {
    /// The number of what ends the thread.
    static let wakeUpNumber: UInt64 = 0

    let readiness: Readiness
    let wakeUp: WakeUp

    /// Errors are about `path`.
    init(about path: S6Path) throws(S6Error) {
        readiness = try Readiness(about: path)
        wakeUp = try WakeUp(about: path)
        try readiness.add(wakeUp.rawValue, Self.wakeUpNumber, about: path)
    }
}
