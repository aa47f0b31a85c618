/// A verb that a policy can grant, in the order of the compiled letters `udrth`.
public enum GrantedVerb: String, CaseIterable, Comparable, Sendable {
    case up, down, restart, term, hup

    /// What is granted where the line does not say.
    public static let byDefault: Set<GrantedVerb> = [.up, .down, .restart, .term]

    /// The letter in the compiled policy, which is the byte that `s6-supervise` obeys.
    public var letter: UInt8 {
        switch self {
        case .up: UInt8(ascii: "u")
        case .down: UInt8(ascii: "d")
        case .restart: UInt8(ascii: "r")
        case .term: UInt8(ascii: "t")
        case .hup: UInt8(ascii: "h")
        }
    }

    /// By their place in `udrth`.
    public static func < (left: GrantedVerb, right: GrantedVerb) -> Bool {
        let order = allCases
        return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
    }
}
