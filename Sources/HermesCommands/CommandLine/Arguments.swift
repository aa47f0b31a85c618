import HermesGateways
import S6Native

/// What a command was given.
struct Arguments {
    var scandir: S6Path?
    /// `nil` if it was not given; zero is for ever.
    var timeout: Duration?
    var waits = true
    var killAfter: Duration?
    var any = false
    var json = false
    var fields: [SvstatField]?
    var name: SlotName?
    var max = 1000
    var readyFD: Int32?
    var profile: ProfileName?
    var home: S6Path?
    var policy: GatewayPolicy?
    var variables: [GatewayVariable] = []
    var lines: Int?
    var since: LogSince?
    var from: S6Path?
    var group: Int32?
    var crashCap: CrashCap?
    /// The options that take no value and were given.
    var flags: Set<OptionSpec> = []
    /// What follows the options, as bytes: a name need not be UTF-8.
    var operands: [[UInt8]] = []

    /// The moment until which to wait from now on.
    func deadline(_ spec: CommandSpec) -> Deadline {
        guard let timeout = timeout ?? spec.defaultTimeout, timeout > .zero else { return .never }
        return .after(timeout)
    }
}
