/// When to look at status files that nobody tells of, a few times and more and more rarely.
///
/// A supervisor answers a command in a fraction of a millisecond, while closing what would tell of it, an inotify
/// instance, takes the kernel many.
struct Glances {
    /// When the next is due.
    let moment: Deadline
    private let pauseNanoseconds: Int64

    private static let first: Int64 = 50_000
    private static let last: Int64 = 2_000_000

    init() { self.init(after: Self.first) }

    private init(after nanoseconds: Int64) {
        moment = Deadline(nanoseconds: Deadline.now.nanoseconds + nanoseconds)
        pauseNanoseconds = nanoseconds
    }

    /// The look after this one; `nil` once there were enough.
    func next() -> Glances? { pauseNanoseconds > Self.last / 2 ? nil : Glances(after: 2 * pauseNanoseconds) }
}
