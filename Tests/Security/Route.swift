import LiveTree
import Testing

/// How hermesctl reaches a service that it may not write to.
enum Route: CaseIterable, Sendable {
    case setgid, setuid
    /// With no_new_privs on its side, and no helper.
    case broker

    /// Runs `body` in a world in which this is the only way, and `web` is granted, with what the policy says of it.
    func with(_ grants: String = "udrt", _ service: World.Longrun = .steady, _ body: (World) throws -> Void) throws {
        try World.with(self == .setuid ? .setuid : .setgid) { world in
            try world.add("web", script: service.script, files: service.files)
            try world.grant("web")
            try world.policy("10000 web \(grants)")
            guard self == .broker else { return try body(world) }
            try world.root("rm \(World.helper)")
            let broker = try BrokerProcess(in: world, noNewPrivileges: true)
            defer { broker.end() }
            try body(world)
        }
    }
}

extension World {
    /// A service to be controlled.
    struct Longrun: Sendable {
        let script: String
        var files: [String: String] = [:]

        static let steady = Longrun(script: "exec sleep 1000")
        static let ready = Longrun(script: "echo >&3; exec sleep 1000", files: ["notification-fd": "3\n"])
        static let stubborn = Longrun(script: "trap '' TERM; while :; do sleep 1; done")
    }

    /// Runs hermesctl in it.
    func ctl(_ words: String..., as user: User = .hermes, by wrapper: [String] = []) throws -> Command.Result {
        try run(as: user, wrapper + [HermesCtl.path] + words)
    }

    /// Has it fail as hermes, with what it says of the reason.
    func expect(
        _ words: String...,
        by wrapper: [String] = [],
        code: Int32,
        saying parts: String...,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let result = try run(as: .hermes, wrapper + [HermesCtl.path] + words)
        #expect(result.code == code, "\(words): \(result)", sourceLocation: location)
        for part in parts {
            #expect(result.errors.contains(part), "\(words): \(result.errors)", sourceLocation: location)
        }
    }
}
