/// How perm-grant ends: design D11's codes.
enum GrantCode: Int32 {
    case success = 0
    /// `--check` has found something that is not as it should be.
    case differences = 1
    /// Somebody else than root could have been there.
    case tampering = 70
    /// The policy, or the machine's accounts, say no.
    case configuration = 78
    case usage = 100
    case noSuchName = 104
    case system = 111

    /// The outcome of several: the first of this order that is among them.
    static func worst(_ codes: [GrantCode]) -> GrantCode {
        let order: [GrantCode] = [.tampering, .system, .configuration, .usage, .noSuchName, .differences]
        return order.first { codes.contains($0) } ?? .success
    }
}
