/// How much one user may still ask: so much at once, and so much in the long run.
struct Allowance {
    /// How many requests may come at once.
    static let burst: Int64 = 32
    /// How many milliseconds bring another.
    static let interval: Int64 = 62

    private(set) var user: UInt32 = 0
    /// In milliseconds' worth, up to a full burst.
    private var saved: Int64 = burst * interval
    private var counted: Int64 = 0
    /// How many milliseconds pass at the least between two lines that say that requests are refused.
    static let silence: Int64 = 10_000
    private var told: Int64 = .min

    init() {}

    init(of user: UInt32, _ now: Int64) {
        self.user = user
        counted = now
    }

    /// Whether it has not been used for so long that it is as good as new.
    func isFull(_ now: Int64) -> Bool { saved + now - counted >= Self.burst * Self.interval }

    /// Takes one request from it; `false` if there is none.
    mutating func take(_ now: Int64) -> Bool {
        saved = min(Self.burst * Self.interval, saved + now - counted)
        counted = now
        guard saved >= Self.interval else { return false }
        saved -= Self.interval
        return true
    }

    /// Whether it is time to tell that requests are refused: a flood is not to roll the log away.
    mutating func isToBeTold(_ now: Int64) -> Bool {
        guard told == .min || now - told >= Self.silence else { return false }
        told = now
        return true
    }
}
