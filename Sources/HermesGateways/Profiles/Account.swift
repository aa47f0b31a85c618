public import S6Native

/// A user of this machine, from `/etc/passwd` itself: no name service is asked, which a static program could not.
public struct Account: Equatable, Sendable {
    /// Its number.
    public let user: UInt32
    /// The number of its group.
    public let group: UInt32

    /// A user and a group by their numbers.
    public init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    /// Finds the account with a name.
    ///
    /// - Parameters:
    ///   - name: the name, `hermes` in the image.
    ///   - root: what is taken for the root directory.
    /// - Returns: the account; `nil` if `/etc/passwd` has none.
    /// - Throws: ``GatewayError/s6(_:)`` if the file may not be read.
    public static func named(_ name: String, root: S6Path = "/") throws(GatewayError) -> Account? {
        try named(bytes: Array(name.utf8), root: root)
    }

    /// The same, of a name in bytes.
    static func named(bytes name: [UInt8], root: S6Path = "/") throws(GatewayError) -> Account? {
        try find(root) { $0[0].elementsEqual(name) }
    }

    /// The account of a user; `nil` if `/etc/passwd` has none.
    public static func of(user: UInt32, root: S6Path = "/") throws(GatewayError) -> Account? {
        try find(root) { Decimal.number($0[2]) == user }
    }

    private static func find(
        _ root: S6Path,
        _ isWanted: ([ArraySlice<UInt8>]) -> Bool
    ) throws(GatewayError) -> Account? {
        let text = try wrapping { () throws(S6Error) in
            try Directory.handle(trusting: root.appending("etc")).plainFile("passwd").contents(limit: 1 << 20)
        }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count >= 4, let user: UInt32 = Decimal.number(fields[2]),
                let group: UInt32 = Decimal.number(fields[3])
            else { continue }
            if isWanted(fields) { return Account(user: user, group: group) }
        }
        return nil
    }
}

extension CurrentProcess {
    /// The account that it acts as.
    static var account: Account { Account(user: user, group: group) }
}

extension Account {
    /// Whose a directory is, if it is another user's than root's; `nil` if it is root's, or not there.
    ///
    /// - Throws: `S6Error.foreignLink(_:owner:)` if somebody else has laid a link there, or what was refused.
    public static func other(owning path: S6Path) throws(S6Error) -> Account? {
        do throws(S6Error) {
            let directory = try Directory.handle(trusting: path).ownAttributes()
            guard directory.owner != 0 else { return nil }
            let listed = try? Account.of(user: directory.owner)
            return listed ?? Account(user: directory.owner, group: directory.group)
        } catch .system(_, _, .noEntry) {
            return nil
        }
    }
}
