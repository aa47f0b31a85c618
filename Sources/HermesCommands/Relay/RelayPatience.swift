import S6Native
import Synchronization

/// How long the relays may be waited for in this run of hermesctl, and that one has kept silent already.
///
/// It is asked from closures of the library's, hence the lock; nobody contends for it.
final class RelayPatience: Sendable {
    /// How long a broker may take to answer, at the most.
    static let longest = Duration.seconds(5)

    private struct State {
        var deadline = Deadline.never
        var cancel: CInt?
        var isSilent = false
    }

    private let state = Mutex(State())

    /// Has the answers be waited for no longer than what they are part of.
    func bind(to deadline: Deadline) { state.withLock { $0.deadline = deadline } }

    /// Has a descriptor that becomes readable end every wait for an answer.
    func cancel(by descriptor: CInt?) { state.withLock { $0.cancel = descriptor } }

    /// Has nobody ask again: what has not answered once would keep us as long each time.
    func noteSilence() { state.withLock { $0.isSilent = true } }

    var isSilent: Bool { state.withLock { $0.isSilent } }

    /// Until when to wait for an answer, from now on, and what ends the wait.
    var terms: (deadline: Deadline, cancel: CInt?) {
        state.withLock { (min($0.deadline, .after(Self.longest)), $0.cancel) }
    }
}
