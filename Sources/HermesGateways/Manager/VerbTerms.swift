public import S6Native

/// How long a verb may take, and what it does meanwhile.
public struct VerbTerms: Sendable {
    /// Until when it waits; what was asked stands when that passes.
    public var deadline: Deadline
    /// Kills what has not ended after that long; `nil` is never.
    public var killAfter: Duration?
    /// A descriptor that ends the wait when it becomes readable.
    public var cancel: CInt?

    /// Waits until `deadline`, and kills nothing unless told.
    public init(before deadline: Deadline, killAfter: Duration? = nil, cancel: CInt? = nil) {
        self.deadline = deadline
        self.killAfter = killAfter
        self.cancel = cancel
    }

    /// Until when one of several locks is waited for, before the others' turn comes: a lock wakes who waits for it, but
    /// only for one at a time.
    func turn(ofLast isLast: Bool) -> Deadline { isLast ? deadline : min(deadline, .after(.milliseconds(250))) }

    package var escalation: Escalation? { killAfter.map { Escalation(after: $0, .group) } }
}
