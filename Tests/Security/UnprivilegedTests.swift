import LiveTree
import Testing

/// Why the helper cannot help, each told as it is.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct UnprivilegedTests {
    static let noNewPrivileges = ["setpriv", "--no-new-privs"]

    @Test(arguments: World.Mode.allCases)
    func `no_new_privs is named, and with the broker it is none`(mode: World.Mode) throws {
        try (mode == .setgid ? Route.setgid : .setuid).with { world in
            let reason = "the kernel's no_new_privs flag is set here"
            let stop = ["stop", "web", "--timeout", "20"]
            try world.expect("stop", "web", by: Self.noNewPrivileges, code: 126, saying: reason, "run perm-broker")
            #expect(try world.field("up", "web") == "true")
            let broker = try BrokerProcess(in: world, noNewPrivileges: true)
            defer { broker.end() }
            let result = try world.run(as: .hermes, Self.noNewPrivileges + [HermesCtl.path] + stop)
            #expect(result.code == 0, "\(result)")
        }
    }

    @Test func `a dead broker's socket is none, and the helper is asked`() throws {
        try Route.setgid.with { world in
            try BrokerProcess(in: world, noNewPrivileges: true).end()
            #expect(world.exists("/run/hermes-s6/broker/sock"))
            #expect(try world.ctl("stop", "web", "--timeout", "20").code == 0)
        }
    }

    @Test func `a denial of the broker is final`() throws {
        try Route.setgid.with("udrt") { world in
            let broker = try BrokerProcess(in: world, noNewPrivileges: true)
            defer { broker.end() }
            try world.root("rm \(World.helper) && ln -s /bin/true \(World.helper)")  // what would be a yes
            try world.expect("signal", "HUP", "web", code: 77, saying: "does not grant")
            #expect(try world.ctl("stop", "web", "--timeout", "20").code == 0)
        }
    }

    @Test func `a trace is named`() throws {
        try Route.setgid.with { world in
            let trace = ["strace", "-f", "-o", "/dev/null"]
            try world.expect("stop", "web", by: trace, code: 126, saying: "while hermesctl is traced", "without strace")
        }
    }

    @Test func `lost bits, a wrong owner, and no helper at all are named with the remedy`() throws {
        try Route.setgid.with { world in
            let remedy = "chown root:s6ctl \(World.helper) && chmod 2755 \(World.helper)"
            try world.root("chmod 755 \(World.helper)")
            try world.expect("stop", "web", code: 126, saying: "it has mode 0755, owner 0 and group 20010", remedy)
            try world.root("chown root:hermes \(World.helper) && chmod 2755 \(World.helper)")
            try world.expect("stop", "web", code: 126, saying: "it has mode 2755, owner 0 and group 10000", remedy)
            try world.root("chown root:s6ctl \(World.helper) && chmod 2750 \(World.helper)")
            try world.expect("stop", "web", code: 126, saying: "cannot be executed: permission denied", "chmod 2755")
            try world.root("rm \(World.helper)")
            try world.expect("stop", "web", code: 126, saying: "there is no broker, and no \(World.helper)")
            #expect(try world.field("wantedup", "web") == "true")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `a nosuid mount and a user namespace are named`(mode: World.Mode) throws {
        try (mode == .setgid ? Route.setgid : .setuid).with { world in
            // Who has made the links on the way is not known there, either.
            let foreign = "in a user namespace that is anybody who does not exist in it"
            try world.expect("stop", "web", by: ["unshare", "-Ur"], code: 70, saying: foreign, "run this outside")
            let base = world.servicedirs
            try world.root("printf '%s\\n' 'hermes-s6 1 \(base)' '10000 web ud' >/run/hermes-s6/policy")
            let namespace = "its owner, or its group, does not exist in this user namespace"
            try world.expect("stop", base + "/web", by: ["unshare", "-U"], code: 126, saying: namespace)
            try world.expect("stop", base + "/web", by: ["unshare", "-Ur"], code: 126, saying: namespace)
            try world.root("mount -o remount,nosuid /usr/libexec")
            let reason = "gains no privilege: /usr/libexec is mounted nosuid"
            try world.expect("stop", "web", code: 126, saying: reason, "mount -o remount,suid /usr/libexec")
            #expect(try world.field("wantedup", "web") == "true")
        }
    }
}
