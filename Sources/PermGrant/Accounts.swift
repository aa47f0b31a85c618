import HermesGateways
import PermPolicy
import S6Native

/// The accounts that something is granted to.
enum Accounts {
    static func s6ctl() throws(GrantError) -> Account {
        try named(BridgePaths.account, remedy: "add it: adduser --system --group --no-create-home s6ctl")
    }

    static func hermes() throws(GrantError) -> Account {
        try named("hermes", remedy: "add it: adduser --uid 10000 hermes")
    }

    private static func named(_ name: String, remedy: String) throws(GrantError) -> Account {
        let found: Account?
        do throws(GatewayError) { found = try Account.named(name) } catch {
            throw GrantError(.system, error.description, remedy: error.remedy)
        }
        guard let found else { throw .configuration("/etc/passwd", "has no user \(name)", remedy: remedy) }
        guard found.user != 0, found.group != 0, found.user != UInt32.max, found.group != UInt32.max else {
            throw .configuration("/etc/passwd", "\(name) is root there, or has root's group", remedy: remedy)
        }
        return found
    }
}
