/// Which of the services waited for have reached the goal.
///
/// A pure value.
struct WaitBoard {
    private var entries: [WaitProgress]
    private let quorum: WaitQuorum
    private var reached = 0
    private var failed = 0
    /// The first service that cannot reach it any more, and why.
    private(set) var failure: (number: Int, WaitProgress.Failure)?

    init(_ entries: [WaitProgress], _ quorum: WaitQuorum) {
        self.entries = entries
        self.quorum = quorum
        for (number, entry) in entries.enumerated() { count(number, entry) }
    }

    /// Whether there is nothing left to wait for, or no sense in it.
    var isDecided: Bool { isMet || isLost }

    /// Whether the wanted state cannot come: one service that cannot reach it is enough for all, not for any.
    private var isLost: Bool { quorum == .all ? failed > 0 : failed == entries.count }

    /// Whether the wanted state is here.
    var isMet: Bool { quorum == .all ? reached == entries.count : reached > 0 }

    /// The services that have not reached the goal.
    var unmet: [Int] { entries.indices.filter { !entries[$0].isReached } }

    mutating func update(_ number: Int, _ change: (inout WaitProgress) -> Void) {
        if entries[number].isReached { reached -= 1 }
        if entries[number].failure != nil { failed -= 1 }
        change(&entries[number])
        count(number, entries[number])
    }

    private mutating func count(_ number: Int, _ entry: WaitProgress) {
        if entry.isReached { reached += 1 }
        guard let reason = entry.failure else { return }
        failed += 1
        if failure == nil { failure = (number, reason) }
    }
}
