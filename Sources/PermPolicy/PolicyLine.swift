/// One grant of a policy: who may ask what of which service.
public struct PolicyLine: Equatable, Sendable {
    /// Where it stands, counted from 1.
    public let line: Int
    /// The user as written: a name of `/etc/passwd`, or a number.
    public let userWord: String
    /// The number of the user.
    public let user: UInt32
    /// The name of the servicedir below the base.
    public let service: String
    /// What may be asked of it.
    public let verbs: Set<GrantedVerb>

    /// The line of the compiled policy.
    var compiled: [UInt8] {
        Array("\(user) \(service) ".utf8) + verbs.sorted().map(\.letter) + [UInt8(ascii: "\n")]
    }
}
