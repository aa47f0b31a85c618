internal import CS6Shim
import HermesGateways
import S6Native

/// The privileges of the process, which it can only give up.
enum Privileges {
    /// As root it becomes the owner of the first of some directories that is another's; one that is not there is nobody's.
    ///
    /// Where they are all root's own, and it is told so, it becomes the user hermes, if there is one.
    ///
    /// - Throws: ``S6Error/foreignLink(_:owner:)`` if somebody else has laid a link there, or what was refused.
    static func dropRoot(to directories: [S6Path], orHermes becomesHermes: Bool = false) throws(S6Error) {
        guard CurrentProcess.user == 0 else { return }
        for path in directories {
            if let account = try Account.other(owning: path) { return try become(account, of: path) }
        }
        guard becomesHermes, let path = directories.first, let account = try? Account.named("hermes") else { return }
        try become(account, of: path)
    }

    /// Becomes another user for good, with that user's group and no other.
    ///
    /// There is one thread: others would keep what they have, did the C library not see to them.
    private static func become(_ account: Account, of path: S6Path) throws(S6Error) {
        let result = cs6_become(account.user, account.group)
        if result < 0 { throw .system(.setuid, path: path, errno: Errno(rawValue: -result)) }
    }
}
