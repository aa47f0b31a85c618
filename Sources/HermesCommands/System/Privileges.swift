internal import CS6Shim
import HermesGateways
import S6Native

/// The privileges of the process, which it can only give up.
enum Privileges {
    /// Becomes another user for good, with that user's group and no other.
    ///
    /// There is one thread: others would keep what they have, did the C library not see to them.
    static func become(_ account: Account) -> Errno? {
        let result = cs6_become(account.user, account.group)
        return result < 0 ? Errno(rawValue: -result) : nil
    }
}
