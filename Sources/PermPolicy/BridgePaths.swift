public import S6Native

/// Where the parts of the permission bridge are, and the name of the account that control is granted to.
public enum BridgePaths {
    /// The account, and the group.
    public static let account = "s6ctl"
    /// What perm-grant makes at each boot.
    public static let directory: S6Path = "/run/hermes-s6"
    /// The compiled policy in it.
    public static let policy: S6Path = "/run/hermes-s6/policy"
    /// The broker's own directory in it.
    public static let broker: S6Path = "/run/hermes-s6/broker"
    /// Where the broker listens.
    public static let socket: S6Path = "/run/hermes-s6/broker/sock"
    /// Where the helper is installed.
    public static let helper: S6Path = "/usr/libexec/hermes-s6/perm-helper"
    /// Where s6-rc has the servicedirs, which a policy's base is where s6-overlay supervises.
    public static let servicedirs: S6Path = "/run/s6-rc/servicedirs"
}
