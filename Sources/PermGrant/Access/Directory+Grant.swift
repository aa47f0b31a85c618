internal import CGrant
import S6Native

// Of whatever a handle holds, which need not be a directory.
extension Directory {
    borrowing func give(to user: UInt32, _ group: UInt32) throws(GrantError) {
        let result = grant_set_owner(descriptor.rawValue, user, group)
        let path = path
        try wrapping { () throws(S6Error) in try S6Error.check(.fchown, result, path) }
    }

    /// Sets the mode exactly; it has to be after the owner, a change of which may take special bits away.
    borrowing func permit(_ mode: UInt32) throws(GrantError) {
        let result = grant_set_mode(descriptor.rawValue, mode)
        try check(.fchmod, result)
    }

    /// Whether its file system has access lists.
    borrowing func canHaveAccessList() throws(GrantError) -> Bool {
        let result = grant_acl_can_be(descriptor.rawValue)
        try check(.acl, result)
        return result == 1
    }

    /// Its list; where there are none, that of its mode.
    borrowing func accessList() throws(GrantError) -> AccessList {
        var entries = [grant_acl_entry](repeating: grant_acl_entry(), count: Int(GRANT_ACL_LIMIT))
        var span = entries.mutableSpan
        let count = grant_acl_get(descriptor.rawValue, &span)
        try check(.acl, count)
        return AccessList(entries[..<Int(count)].map { AccessEntry($0) })
    }

    borrowing func setAccessList(_ list: AccessList) throws(GrantError) {
        let entries = list.entries.map(\.raw)
        try check(.acl, grant_acl_set(descriptor.rawValue, entries.span))
    }

    /// Whether what is made in the directory gets an access list from it.
    borrowing func hasDefaultAccessList() throws(GrantError) -> Bool {
        let result = grant_acl_has_default(descriptor.rawValue)
        try check(.acl, result)
        return result == 1
    }

    borrowing func removeDefaultAccessList() throws(GrantError) {
        try check(.acl, grant_acl_remove_default(descriptor.rawValue))
    }

    borrowing func grantAttributes() throws(GrantError) -> FileAttributes {
        do throws(S6Error) { return try ownAttributes() } catch { throw GrantError(error) }
    }

    /// Of what goes through `/proc`.
    private borrowing func check(_ call: SystemCall, _ result: CInt) throws(GrantError) {
        if -result == Errno.noEntry.rawValue {
            throw GrantError(.system, "\(path): cannot \(call): there is no /proc", remedy: "mount it")
        }
        do throws(S6Error) { try S6Error.check(call, result, path) } catch { throw GrantError(error) }
    }
}
