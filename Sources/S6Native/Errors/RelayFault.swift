/// Why a relay has no privilege.
public enum RelayFault: Equatable, Sendable {
    /// There is no helper.
    case missing
    /// It cannot be executed.
    case notExecutable(Errno)
    /// It is not set-group-ID for the group, nor set-user-ID for root.
    case wrongBits(mode: UInt32, owner: UInt32, group: UInt32)
    /// The file system that is mounted there takes no notice of the bits.
    case nosuid(mount: S6Path)
    /// This process is in a user namespace that does not know the owner or the group of it.
    case userNamespace
    /// The flag `no_new_privs` is set in this process.
    case noNewPrivileges
    /// This process is being traced.
    case traced
    /// The broker runs without the group.
    case brokerWithoutGroup
    /// All is as it should be, and yet it has none.
    case unknown
}

extension RelayFault {
    /// The reason in words; the path is that of the helper, or of the broker's socket.
    func reason(_ path: S6Path) -> Text {
        switch self {
        case .missing: "there is no broker, and no \(path)"
        case .notExecutable(let errno): "\(path) cannot be executed: \(errno)"
        case .wrongBits(let mode, let owner, let group):
            "\(path) gains no privilege: it has mode \(Self.octal(mode)), owner \(owner) and group \(group), "
                + "and not 2755 root:s6ctl or 4755 root:root"
        case .nosuid(let mount): "\(path) gains no privilege: \(mount) is mounted nosuid"
        case .userNamespace:
            "\(path) gains no privilege: its owner, or its group, does not exist in this user namespace"
        case .noNewPrivileges:
            "\(path) gains no privilege: the kernel's no_new_privs flag is set here (docker --security-opt "
                + "no-new-privileges, Kubernetes allowPrivilegeEscalation: false)"
        case .traced: "\(path) gains no privilege while hermesctl is traced"
        case .brokerWithoutGroup: "the broker at \(path) runs without the group s6ctl"
        case .unknown: "\(path) gains no privilege, for a reason that cannot be seen"
        }
    }

    /// What helps.
    func remedy(_ path: S6Path) -> Text {
        switch self {
        case .missing: "install it, or run perm-broker; or run this as root"
        case .notExecutable: "chmod 2755 \(path), and see that it is not on a file system that is mounted noexec"
        case .wrongBits: "chown root:s6ctl \(path) && chmod 2755 \(path), in that order"
        case .nosuid(let mount): "mount -o remount,suid \(mount), or run perm-broker"
        case .userNamespace: "run this outside the user namespace, or run perm-broker"
        case .noNewPrivileges: "run perm-broker, which needs no bit: /run/hermes-s6/broker/sock"
        case .traced: "run it without strace or a debugger, or run perm-broker"
        case .brokerWithoutGroup: "run it as s6ctl:s6ctl"
        case .unknown: "run perm-broker; or run this as root"
        }
    }

    /// Four octal digits.
    private static func octal(_ mode: UInt32) -> Text {
        var text: Text = ""
        for shift in [9, 6, 3, 0] as [UInt32] { text += "\(mode >> shift & 7)" }
        return text
    }
}
