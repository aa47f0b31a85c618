import Foundation
import LiveTree
import Testing

/// What perm-grant lays on root's services.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantServicesTests {
    @Test func `a live service is laid out as D6 says, and hermes reads its status and writes nothing`() throws {
        try World.withWeb { (world) throws in
            let supervise = World.base + "/web/supervise"
            let events = try world.look(World.base + "/web/event")
            let control = try world.root("stat -c %i \(supervise)/control")
            let result = try world.grantTool("services")
            #expect(result.code == 0, "\(result)")
            #expect(result.output.contains("keeps CAP_CHOWN\n"))
            #expect(try world.hasLayout("web"))
            #expect(try world.look(World.base + "/web/event") == events)
            #expect(try world.root("stat -c %i \(supervise)/control") == control)
            #expect(try world.look("/run/hermes-s6/policy") == "644 0:0")
            #expect(try world.look("/run/hermes-s6/broker") == "755 20010:20010")
            #expect(
                try world.root("cat /run/hermes-s6/policy") == "hermes-s6 1 \(World.base)\n10000 web udrt\n"
            )
            #expect(try world.help("web", "down").code == 0)
            try eventually("it is down") { try world.field("up", "web") == "false" }
            #expect(try world.run(as: .hermes, ["cat", supervise + "/status"]).code == 0)
            for line in [
                "printf u >\(supervise)/control", "cat \(supervise)/control", "cat \(supervise)/lock",
                "ls \(supervise)",
                "touch \(supervise)/x", "touch \(World.base)/web/event/x", "printf x >\(supervise)/status",
                "printf x >/run/hermes-s6/policy", "touch /run/hermes-s6/broker/x",
            ] { #expect(try world.run(as: .hermes, ["timeout", "5", "sh", "-c", line]).code != 0, "\(line)") }
            #expect(try world.run(as: .hermes, ["ls", supervise]).code != 0)
            #expect(try world.field("up", "web") == "false")
        }
    }

    @Test func `a service nobody supervises yet is laid out the same, and s6-supervise keeps it`() throws {
        try World.with { (world) throws in
            try world.addUnsupervised("web")
            try world.source("hermes web")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.hasLayout("web"))
            let made = try world.root("stat -c '%i' \(World.base)/web/supervise \(World.base)/web/supervise/control")
            try world.supervise("web")
            #expect(try world.hasLayout("web"))
            #expect(
                try world.root("stat -c '%i' \(World.base)/web/supervise \(World.base)/web/supervise/control") == made
            )
            #expect(try world.grantTool("services", "--check").code == 0)
            #expect(try world.help("web", "down").code == 0)
            try eventually("it is down") { try world.field("up", "web") == "false" }
        }
    }

    @Test func `a second run changes nothing, and a check finds nothing`() throws {
        try World.withWeb { (world) throws in
            #expect(try world.grantTool("services", "--check").code == 1)
            #expect(try world.grantTool("services").code == 0)
            let before = try world.picture("/run/hermes-s6") + world.picture(World.base + "/web")
            for words in ["", "--check"] {
                let result = try world.run(as: .root, ["sh", "-c", "\(World.granter) services \(words)"])
                #expect(result.code == 0 && result.output.contains("perm-grant: 0 "), "\(words): \(result)")
            }
            #expect(try world.picture("/run/hermes-s6") + world.picture(World.base + "/web") == before)
        }
    }

    @Test func `a check finds each thing that is not so, and changes nothing; a run mends it`() throws {
        try World.withWeb { (world) throws in
            #expect(try world.grantTool("services").code == 0)
            let supervise = World.base + "/web/supervise", policy = "/run/hermes-s6/policy"
            for (line, path) in [
                ("chmod 666 \(supervise)/control", "/control"), ("chgrp root \(supervise)/control", "/control"),
                ("chmod 600 \(supervise)/control", "/control"), ("chmod 644 \(supervise)/lock", "/lock"),
                ("chgrp s6ctl \(supervise)/lock", "/lock"), ("chmod 700 \(supervise)", "/supervise"),
                ("chmod 755 \(supervise)", "/supervise"), ("chgrp root \(supervise)", "/supervise"),
                ("setfacl -m u:10000:w \(supervise)/control", "/control"),
                ("setfacl -m u:10001:x \(supervise)", "/supervise"),
                ("setfacl -d -m u:10000:rwx \(supervise)", "/supervise"),
                ("setfacl -m u:10000:r \(supervise)/lock", "/lock"),
                ("touch /run/hermes-s6/.policy-abcdef && rm \(policy)", policy),
                ("chmod 600 \(policy)", policy), ("rm \(policy)", policy),
                ("echo 10001 web u >>\(policy)", policy), ("ln -sf /etc/passwd \(policy)", policy),
                ("chown root /run/hermes-s6/broker", "/broker"), ("chmod 777 /run/hermes-s6/broker", "/broker"),
                ("rmdir /run/hermes-s6/broker", "/broker"),
            ] {
                try world.root(line)
                let before = try world.picture("/run/hermes-s6") + world.picture(World.base + "/web")
                let check = try world.grantTool("services", "--check")
                #expect(check.code == 1 && check.output.contains(path), "\(line): \(check)")
                #expect(try world.picture("/run/hermes-s6") + world.picture(World.base + "/web") == before, "\(line)")
                let run = try world.grantTool("services")
                #expect(run.code == 0 && run.output.contains(path), "\(line): \(run)")
                #expect(try world.hasLayout("web"), "\(line)")
                #expect(try world.grantTool("services", "--check").code == 0, "\(line)")
            }
            #expect(!world.exists("/run/hermes-s6/.policy-abcdef"), "what a killed run has left")
            #expect(try world.help("web", "check").code == 0)
        }
    }

    @Test func `a service that is made anew is granted by the next run`() throws {
        try World.withWeb { (world) throws in
            #expect(try world.grantTool("services").code == 0)
            try world.root("rm /run/service/web && s6-svscanctl -an /run/service")
            try eventually("it is gone") { try world.run(as: .root, ["s6-svok", World.base + "/web"]).code == 1 }
            try world.root("rm -r \(World.base)/web")
            try world.add("web")
            #expect(try world.grantTool("services", "--check").code == 1)
            #expect(try world.help("web", "down").code == 111, "no grant yet")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.hasLayout("web") && world.help("web", "check").code == 0)
        }
    }

    @Test func `a servicedir may be a link of root's`() throws {
        try World.withWeb { (world) throws in
            try world.root("mv \(World.base)/web /run/elsewhere && ln -s /run/elsewhere \(World.base)/web")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.hasLayout("web"))
            #expect(try world.help("web", "check").code == 0)
        }
    }

    @Test func `--acl leaves the group's place to whose it is, and --revoke takes away what it added`() throws {
        try World.withWeb { (world) throws in
            let supervise = World.base + "/web/supervise"
            try world.root(
                "chgrp other \(supervise) \(supervise)/control && chmod 710 \(supervise) && chmod 620 \(supervise)/control"
            )
            let before = try world.picture(World.base + "/web")
            let plain = try world.grantTool("services")
            #expect(plain.code == 78 && plain.errors.contains("--acl"), "\(plain)")
            #expect(try world.picture(World.base + "/web") == before)

            #expect(try world.grantTool("services", "--acl").code == 0)
            #expect(try world.look(supervise) == "711 0:10001" && world.look(supervise + "/control") == "620 0:10001")
            #expect(try world.root("getfacl -cn \(supervise)").contains("group:20010:--x"))
            #expect(try world.root("getfacl -cn \(supervise)/control").contains("group:20010:-w-"))
            let check = try world.grantTool("services", "--acl", "--check")
            #expect(check.code == 0, "\(check)")
            #expect(try world.grantTool("services", "--acl").output.contains(": 0 changes"))
            #expect(try world.help("web", "down").code == 0)
            try eventually("it is down") { try world.field("up", "web") == "false" }
            #expect(try world.run(as: .other, ["s6-svc", "-u", World.base + "/web"]).code == 0, "it keeps its right")
            try eventually("it is up") { try world.field("up", "web") == "true" }
            #expect(try world.run(as: .hermes, ["sh", "-c", "printf d >\(supervise)/control"]).code != 0)

            try world.root("chmod 600 \(supervise)/control")
            #expect(try world.grantTool("services", "--acl", "--check").code == 1, "the mask has taken it away")
            #expect(try world.grantTool("services", "--acl").code == 0)
            #expect(try world.help("web", "check").code == 0)

            #expect(try world.grantTool("services", "--revoke").code == 0)
            #expect(try world.look(supervise) == "710 0:10001")
            #expect(try !world.root("getfacl -cn \(supervise) \(supervise)/control").contains("20010"))
        }
    }

    @Test func `a mask that was narrow does not become wide for others`() throws {
        try World.withWeb { (world) throws in
            let control = World.base + "/web/supervise/control"
            try world.root("setfacl -m u:10001:rw,m::- \(control)")
            #expect(try world.grantTool("services", "--acl").code == 0)
            let list = try world.root("getfacl -cn \(control)")
            #expect(list.contains("user:10001:---") && list.contains("group:20010:-w-"), "\(list)")
        }
    }

    @Test func `the grant goes from one form to the other, and back`() throws {
        try World.withWeb { (world) throws in
            for words in [[], ["--acl"], [], ["--acl"]] {
                #expect(try world.run(as: .root, [World.granter, "services"] + words).code == 0)
                #expect(try world.run(as: .root, [World.granter, "services", "--check"] + words).code == 0)
                #expect(try world.help("web", "check").code == 0)
                #expect(try world.hasLayout("web") == words.isEmpty)
            }
            #expect(try world.grantTool("services", "--revoke").code == 0)
            #expect(try world.isClosed("web"))
        }
    }

    @Test(arguments: [["--bounding-set=-chown"], ["--bounding-set=-all,+setuid,+setgid,+kill"]])
    func `without CAP_CHOWN the group is taken first, and no capability is kept`(bounds: [String]) throws {
        try World.withWeb { (world) throws in
            try world.root("rmdir /run/hermes-s6/broker")
            let result = try world.grantTool("services", under: ["setpriv"] + bounds)
            #expect(result.code == 0 && result.output.contains("keeps no capability\n"), "\(result)")
            #expect(try world.hasLayout("web") && world.help("web", "check").code == 0)
            #expect(try world.look("/run/hermes-s6/broker") == "775 0:20010")
            #expect(try world.grantTool("services", "--check").code == 0)
            let again = try world.grantTool("services", under: ["setpriv"] + bounds)
            #expect(again.output.contains(": 0 changes"), "\(again)")
        }
    }

    @Test func `without any capability nothing is opened to anybody`() throws {
        try World.withWeb { (world) throws in
            try world.root("rmdir /run/hermes-s6/broker")
            #expect(try world.grantTool("services", under: ["setpriv", "--bounding-set=-all"]).code == 111)
            #expect(try world.look(World.base + "/web/supervise") == "700 0:0")
        }
    }
}
