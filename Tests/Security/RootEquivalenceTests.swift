import Foundation
import LiveTree
import Testing

/// C1 to C7: what hermes does to root with the layout that hermes-agent ships, and cannot do with ours.
///
/// In each, root does afterwards what it does all day: rescan, restart, stop.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct RootEquivalenceTests {
    static let slot = World.base + "/web"
    /// A name that s6 writes events to.
    static let subscriber = "ftrig1:@400000006800000000000000:abcdef"

    /// Lets hermes try something, has root go on, and looks whether root was misled.
    func expect(
        _ layout: Layout,
        hermes attack: String,
        then root: String,
        misled: String,
        before: String = ":"
    ) throws {
        try World.with { world in
            try world.add("web")
            try world.add("db")
            try world.root("mkdir -m 700 /run/secret; printf precious >/run/secret/file; \(before)")
            try layout.lay(on: "web", in: world)
            _ = try world.run(as: .hermes, ["sh", "-c", attack])
            _ = try world.run(as: .root, ["sh", "-c", root])
            let isMisled = { () throws in try world.run(as: .root, ["sh", "-c", misled]).code == 0 }
            if layout.isRootEquivalent {
                try eventually("root is misled") { try isMisled() }
            } else {
                // Root has done all it had to once these have returned; what is wrong would be seen.
                for step in ["-wu -u", "-wD -d", "-wu -u"] { try world.root("s6-svc -T 20000 \(step) \(Self.slot)") }
                #expect(try !isMisled())
            }
        }
    }

    @Test(arguments: Layout.allCases)
    func `C1: who owns the scandir has root run anything`(layout: Layout) throws {
        try expect(
            layout,
            hermes:
                "mkdir /run/service/evil && printf '#!/bin/sh\\nid -u >/run/ran\\nexec sleep 1000\\n' >/run/service/evil/run"
                + " && chmod 755 /run/service/evil/run",
            then: "s6-svscanctl -a /run/service",
            misled: "test \"$(cat /run/ran)\" = 0"
        )
    }

    @Test(arguments: Layout.allCases)
    func `C2: who owns the slot edits what root runs`(layout: Layout) throws {
        try expect(
            layout,
            hermes: "printf '#!/bin/sh\\nid -u >/run/ran\\nexec sleep 1000\\n' >\(Self.slot)/run",
            then: "s6-svc -r \(Self.slot)",
            misled: "test \"$(cat /run/ran)\" = 0"
        )
    }

    @Test(arguments: Layout.allCases)
    func `C3: who owns supervise/ has root truncate and overwrite any file`(layout: Layout) throws {
        try expect(
            layout,
            hermes: "ln -s /run/secret/file \(Self.slot)/supervise/status.new",
            then: "s6-svc -T 9000 -wd -d \(Self.slot)",
            misled: "test \"$(cat /run/secret/file)\" != precious"
        )
        try expect(
            layout,
            hermes: "cd \(Self.slot)/supervise && mv death_tally old; ln -s /run/secret/file death_tally",
            then: "s6-svc -x \(Self.slot); s6-svc -d \(Self.slot); s6-svscanctl -a /run/service",
            misled: "test \"$(cat /run/secret/file)\" != precious"
        )
    }

    @Test(arguments: Layout.allCases)
    func `C4: who writes in event/ has root write a letter into any file`(layout: Layout) throws {
        try expect(
            layout,
            hermes: "ln -s /run/secret/file \(Self.slot)/event/\(Self.subscriber)",
            then: "s6-svc -T 9000 -wd -d \(Self.slot)",
            misled: "test \"$(cat /run/secret/file)\" != precious"
        )
    }

    @Test(arguments: Layout.allCases)
    func `C4: its letters reach the control of another service`(layout: Layout) throws {
        try expect(
            layout,
            hermes: "ln -s \(World.base)/db/supervise/control"
                + " \(Self.slot)/event/\(Self.subscriber)",
            then: "s6-svc -d \(Self.slot)",
            misled: "test \"$(s6-svstat -o wantedup \(World.base)/db)\" = false"
        )
    }

    @Test(arguments: Layout.allCases)
    func `C5: a default ACL on supervise/ lets hermes forge the status`(layout: Layout) throws {
        let isUpstream = layout.isRootEquivalent
        try World.with { world in
            try world.add("web")
            if isUpstream {
                try world.root("setfacl -m d:u:hermes:rw \(Self.slot)/supervise; chmod 711 \(Self.slot)/supervise")
            } else {
                try world.grant("web")
            }
            try world.root("s6-svc -T 9000 -wd -d \(Self.slot); s6-svc -T 9000 -wu -u \(Self.slot)")
            let forged = try world.run(as: .hermes, ["sh", "-c", "printf forged >\(Self.slot)/supervise/status"])
            #expect((forged.code == 0) == isUpstream)
        }
    }

    @Test(arguments: Layout.allCases)
    func `C6: root that reads hermes' directories before it drops tells what hermes may not know`(layout: Layout) throws
    {
        try World.with { world in
            try world.root(
                "mkdir -m 700 /run/secret; printf TOPSECRET >/run/secret/file; mkdir /run/env; chown hermes /run/env"
            )
            #expect(try world.run(as: .hermes, ["ln", "-s", "/run/secret/file", "/run/env/LEAK"]).code == 0)
            let drop = "s6-setuidgid hermes", read = "s6-envdir /run/env"
            let order = layout.isRootEquivalent ? "\(read) \(drop)" : "\(drop) \(read)"
            let leaked = try world.run(as: .root, ["sh", "-c", "\(order) sh -c 'echo $LEAK'"]).output
            #expect((leaked == "TOPSECRET\n") == layout.isRootEquivalent, "\(leaked)")
        }
    }

    @Test(arguments: Layout.allCases)
    func `C7: root's s6-log in a directory of hermes' writes into what root executes`(layout: Layout) throws {
        try World.with { world in
            try world.root(
                "printf '#!/bin/sh\\n' >/run/script; chmod 755 /run/script; mkdir /run/log; chown hermes /run/log"
            )
            #expect(try world.run(as: .hermes, ["ln", "-s", "/run/script", "/run/log/current"]).code == 0)
            let drop = layout.isRootEquivalent ? "" : "s6-setuidgid hermes "
            _ = try world.run(as: .root, ["sh", "-c", "echo 'id -u >/run/ran' | \(drop)s6-log n1 /run/log"])
            let hasWritten = try world.root("cat /run/script").contains("id -u")
            #expect(hasWritten == layout.isRootEquivalent)
        }
    }

    @Test(arguments: Layout.allCases)
    func `a lock that may be read keeps the service from starting again`(layout: Layout) throws {
        try World.with { world in
            try world.add("web")
            try layout.lay(on: "web", in: world)
            let program = """
                use Fcntl; open(F, "<", $ARGV[0]) or exit 1;
                fcntl(F, F_SETLKW, pack("s s l! l! i", F_RDLCK, 0, 0, 0, 0)) or exit 1; print "locked"; sleep 1000
                """
            let lock = "\(Self.slot)/supervise/lock"
            if layout.isRootEquivalent { try world.root("chown hermes \(Self.slot)/supervise; chmod 644 \(lock)") }
            try world.root("s6-svc -T 9000 -wD -d \(Self.slot); s6-svc -x \(Self.slot)")
            let holder = try Child(world.entering(as: .hermes, ["perl", "-e", program, lock]))
            defer { holder.signal(SIGKILL); holder.wait() }
            if !layout.isRootEquivalent {
                #expect(holder.wait() == 1, "it may not even be opened")
                try eventually("it is supervised again") { try world.run(as: .root, ["s6-svok", Self.slot]).code == 0 }
            }
        }
    }
}
