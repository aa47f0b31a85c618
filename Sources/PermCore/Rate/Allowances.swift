/// The allowances of those who have asked lately.
package struct Allowances {
    private var users = InlineArray<32, Allowance>(repeating: Allowance())

    package init() {}

    /// What becomes of another request.
    package enum Answer { case granted, refused, refusedAgain }

    /// Takes one request from a user's allowance.
    ///
    /// Where nobody's may be forgotten, whoever is not known is refused: as many users as that are an attack.
    package mutating func take(_ user: UInt32, _ now: Int64) -> Answer {
        guard let n = place(of: user, now) else { return .refusedAgain }
        if users[n].take(now) { return .granted }
        return users[n].isToBeTold(now) ? .refused : .refusedAgain
    }

    private mutating func place(of user: UInt32, _ now: Int64) -> Int? {
        var free: Int?
        for n in users.indices {
            if users[n].user == user && !users[n].isFull(now) { return n }
            if users[n].isFull(now) { free = n }
        }
        if let free { users[free] = Allowance(of: user, now) }
        return free
    }
}
