import Foundation
import LiveTree
import Testing

/// What perm-grant leaves when it is killed, before each call with which it changes anything.
@Suite(.inWorld, .timeLimit(.minutes(5))) struct GrantKillTests {
    static let supervise = World.base + "/web/supervise"

    /// What can be seen of the service and of the policy.
    struct State: Equatable {
        let looks: [String]
        let lists: String
        let policy: String

        init(_ world: World) throws {
            looks = try ["", "/control", "/lock"].map { try world.look(supervise + $0) }
            lists = try world.root("getfacl -cn \(supervise) \(supervise)/control")
            policy = try world.root("cat /run/hermes-s6/policy 2>/dev/null || true")
        }

        var isOpen: Bool { looks[0].hasPrefix("711") }
        var isControlGranted: Bool { looks[1] == "620 0:20010" || lists.contains("group:20010:-w-") }
    }

    static let calls = [
        "chmod", "fchmodat", "fchmod", "fchownat", "fchown", "mkdirat", "mknodat", "setxattr", "rename", "renameat",
        "renameat2", "unlinkat", "write", "openat",
    ]

    /// Has a run killed before its nth call of each kind, and returns how many states were neither the first nor the last.
    func killEach(
        _ world: World,
        _ words: [String],
        reset: () throws -> Void,
        _ judge: (State) throws -> Void
    ) throws -> Int {
        try reset()
        let first = try State(world)
        #expect(try world.run(as: .root, [World.granter] + words).code == 0)
        let last = try State(world)
        var between = 0
        for call in Self.calls {
            for n in 1...100 {
                try reset()
                let inject = ["strace", "-qq", "-o", "/dev/null", "-e", "inject=?\(call):signal=KILL:when=\(n)"]
                let code = try world.run(as: .root, inject + [World.granter] + words).code
                let state = try State(world)
                if state != first && state != last { between += 1 }
                #expect(["", "hermes-s6 1 \(World.base)\n10000 web udrt\n"].contains(state.policy), "\(call) \(n)")
                #expect(!state.looks.contains { $0.contains("10000") } && !state.lists.contains("10000"))
                try judge(state)
                #expect(try world.run(as: .root, [World.granter] + words).code == 0, "\(call) \(n)")
                #expect(try State(world) == last, "the next run does the rest: \(call) \(n)")
                #expect(try !world.root("ls -A /run/hermes-s6").contains(".policy-"))
                if code == 0 { break }
                #expect(code == 137, "\(call) \(n)")
            }
        }
        return between
    }

    @Test(arguments: [["services"], ["services", "--acl"]])
    func `it leaves no more open than a whole run, which mends the rest`(words: [String]) throws {
        try World.with { (world) throws in
            try world.addUnsupervised("web")
            try world.source("hermes web")
            for isSupervised in [false, true] {
                if isSupervised { try world.supervise("web") }
                let remake = "rm -rf \(Self.supervise); mkdir -m 700 \(Self.supervise)"
                let made = "\(remake); mkfifo -m 600 \(Self.supervise)/control; : >\(Self.supervise)/lock"
                let live = """
                    setfacl -b \(Self.supervise) \(Self.supervise)/control
                    chgrp root \(Self.supervise) \(Self.supervise)/control
                    chmod 700 \(Self.supervise); chmod 600 \(Self.supervise)/control; chmod 644 \(Self.supervise)/lock
                    """
                let between = try killEach(world, words) {
                    try world.root("rm -f /run/hermes-s6/policy; " + (isSupervised ? live : made))
                } _: { state in
                    guard state.isOpen || state.lists.contains("group:20010:--x") else { return }
                    #expect(
                        state.isControlGranted && state.looks[2] == "600 0:0",
                        "supervise/ is opened last: \(state)"
                    )
                }
                #expect(between >= 3, "\(between)")
            }
        }
    }

    @Test(arguments: [["services"], ["services", "--acl"]])
    func `--revoke closes supervise/ first`(granted: [String]) throws {
        try World.with { (world) throws in
            try world.addUnsupervised("web")
            try world.source("hermes web")
            let between = try killEach(world, ["services", "--revoke"]) {
                let code = try world.run(as: .root, [World.granter] + granted).code
                #expect(code == 0)
            } _: { state in
                if !state.isControlGranted { #expect(!state.isOpen, "\(state)") }
            }
            #expect(between >= 3, "\(between)")
        }
    }
}
