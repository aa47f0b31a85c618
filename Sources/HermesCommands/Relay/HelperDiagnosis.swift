import PermPolicy
import S6Native

/// Why the helper has no privilege, or cannot be executed.
struct HelperDiagnosis {
    /// What a user or a group that does not exist in a user namespace is shown as.
    private static let overflow: UInt32 = 65534

    let helper: S6Path
    let machine: Machine
    let traits: ProcessTraits

    /// The first cause that there is; `refused` is why it could not even be executed.
    func fault(refused: Errno? = nil) -> RelayFault {
        if let refused { return refused == .noEntry || refused == .notDirectory ? .missing : .notExecutable(refused) }
        guard let file = try? Directory.handle(helper.parent).attributes(following: EntryName(helper.lastComponent))
        else { return .unknown }
        // Its owner is not known there, so this comes before the owner is looked at.
        if isForeign(file) { return .userNamespace }
        guard isPrivileged(file) else {
            return .wrongBits(mode: file.permissions, owner: file.owner, group: file.group)
        }
        if FileSystemFacts.isNosuid(helper) { return .nosuid(mount: FileSystemFacts.mountPoint(of: helper)) }
        if traits.hasNoNewPrivileges { return .noNewPrivileges }
        return traits.isTraced ? .traced : .unknown
    }

    /// Whether the policy would be taken for somebody else's, since root does not exist in this user namespace.
    func isPolicyForeign(_ policy: S6Path) -> Bool {
        let file = try? Directory.handle(policy.parent).attributes(following: EntryName(policy.lastComponent))
        return file.map { isForeign($0) } ?? false
    }

    private func isForeign(_ file: FileAttributes) -> Bool {
        traits.isInUserNamespace && (file.owner == Self.overflow || file.group == Self.overflow)
    }

    private func isPrivileged(_ file: FileAttributes) -> Bool {
        guard file.owner == machine.keeper else { return false }
        if file.permissions & 0o4000 != 0 { return true }
        guard file.permissions & 0o2000 != 0 else { return false }
        let group = (try? GroupFile(machine))?.group(named: BridgePaths.account)
        return group.map { file.group == $0.number } ?? (file.group != machine.keeperGroup)
    }
}
