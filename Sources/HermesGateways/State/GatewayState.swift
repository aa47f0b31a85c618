import S6Native

/// What `gateway_state.json` says: what the gateway last told of itself, and what is wanted of it.
public struct GatewayState: Equatable, Sendable {
    /// What is wanted, as it is written; `nil` if nothing is.
    public let desired: [UInt8]?
    /// What the gateway told: `starting`, `running`, `degraded`, `draining`, `stopped`, `startup_failed`.
    public let observed: [UInt8]?
    /// Why it ended, in its own words.
    public let exitReason: [UInt8]?
    /// The process that told it.
    public let pid: Int32?
    /// When that was started, in the kernel's ticks since boot.
    public let startTime: UInt64?

    /// Nothing is known.
    static let unknown = GatewayState(desired: nil, observed: nil, exitReason: nil, pid: nil, startTime: nil)

    /// What a container from before there were slots is taken for.
    static var running: GatewayState {
        let running = Text.bytes("running")
        return GatewayState(desired: running, observed: running, exitReason: nil, pid: nil, startTime: nil)
    }

    private init(desired: [UInt8]?, observed: [UInt8]?, exitReason: [UInt8]?, pid: Int32?, startTime: UInt64?) {
        self.desired = desired
        self.observed = observed
        self.exitReason = exitReason
        self.pid = pid
        self.startTime = startTime
    }

    /// The keys that are read.
    static var keys: [[UInt8]] {
        let keys: [StaticString] = ["desired_state", "gateway_state", "exit_reason", "pid", "start_time"]
        return keys.map { Array($0) }
    }

    init(_ text: JSONText) {
        // A value that is there and no string is wanted all the same: it is a state that nobody knows.
        desired = text.has("desired_state") ? text.string("desired_state") ?? Text.bytes("?") : nil
        observed = text.string("gateway_state")
        exitReason = text.string("exit_reason")
        pid = text.number("pid").flatMap { Int32(exactly: $0) }
        startTime = text.number("start_time")
    }

    /// What is wanted, if it is what we know.
    public var desiredState: DesiredState? {
        guard let desired else { return nil }
        if desired.equals("running") { return .running }
        return desired.equals("stopped") ? .stopped : nil
    }

    /// What the gateway is to do at boot goes by: what is wanted or else what was, one on its way out or ill being
    /// one that ran.
    public var prior: [UInt8]? {
        if let desired { return desired }
        guard let observed else { return nil }
        let wasRunning = observed.equals("draining") || observed.equals("degraded")
        return wasRunning ? Text.bytes("running") : observed
    }

    /// Whether it starts at boot.
    public var startsAtBoot: Bool { prior.map { $0.equals("running") } ?? false }
}
