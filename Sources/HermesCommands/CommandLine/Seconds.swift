/// A number of seconds as people write it: `30`, `0.5`.
enum Seconds {
    /// The duration; `nil` for what is none, or is longer than 100 years.
    static func duration(_ text: some StringProtocol) -> Duration? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, let seconds = number(whole), seconds <= 3_155_760_000 else { return nil }
        guard parts.count == 2 else { return .seconds(seconds) }
        let digits = parts[1]
        guard digits.utf8.count <= 9, let fraction = number(digits) else { return nil }
        var nanoseconds = fraction
        for _ in digits.utf8.count..<9 { nanoseconds *= 10 }
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    private static func number(_ digits: some StringProtocol) -> Int64? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(digits)
    }
}
