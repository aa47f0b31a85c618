import Foundation
import LiveTree
import Testing

/// What perm-grant lays on root's services, and takes back.
@Suite(.inWorld, .timeLimit(.minutes(5))) struct GrantServicesTests {
    /// A world with a service `web` that hermes is granted by the policy.
    func withWeb(_ body: (World) throws -> Void) throws {
        try World.with { (world) throws in
            try world.add("web")
            try world.source("hermes web")
            try body(world)
        }
    }

    @Test func `a live service is laid out as D6 says, and hermes reads its status and writes nothing`() throws {
        try withWeb { (world) throws in
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
        try withWeb { (world) throws in
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
        try withWeb { (world) throws in
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

    @Test func `--revoke closes the services, and takes the compiled policy away`() throws {
        try withWeb { (world) throws in
            #expect(try world.grantTool("services").code == 0)
            let result = try world.grantTool("services", "--revoke")
            #expect(result.code == 0 && result.output.contains("keeps no capability\n"), "\(result)")
            #expect(try world.isClosed("web"))
            #expect(!world.exists("/run/hermes-s6/policy"))
            #expect(try world.help("web", "down").code == 78)
            #expect(try world.field("up", "web") == "true")
            #expect(try world.grantTool("services", "--revoke").output.contains("perm-grant: 0 changes"))
            try world.root("printf x >/etc/hermes-s6/policy")
            #expect(try world.grantTool("services", "--revoke").code == 0, "a broken policy keeps nobody from revoking")
        }
    }

    @Test func `--revoke takes back whatever else is wrong`() throws {
        try withWeb { (world) throws in
            for (line, code) in [
                ("chmod 775 /run/hermes-s6", 70), ("chown hermes /run/hermes-s6", 70),
                ("rm -r /run/hermes-s6 && ln -s /run/service /run/hermes-s6", 70), ("rm -r /run/hermes-s6", 0),
                ("chmod 666 /run/hermes-s6/policy", 0),
            ] as [(String, Int32)] {
                try world.root("rm -rf /run/hermes-s6 && mkdir -m 755 /run/hermes-s6")
                #expect(try world.grantTool("services").code == 0 && world.hasLayout("web"))
                try world.root(line)
                let result = try world.grantTool("services", "--revoke")
                #expect(result.code == code, "\(line): \(result)")
                #expect(try world.isClosed("web"), "\(line)")
            }
        }
    }

    @Test func `who does not read what is told keeps nothing from being done`() throws {
        try withWeb { (world) throws in
            let unread = "pipe(R, W); open(STDOUT, '>&', \\*W); open(STDERR, '>&', \\*W); close R; close W; exec @ARGV"
            #expect(try world.grantTool("services", under: ["perl", "-e", unread]).code == 0)
            #expect(try world.hasLayout("web"))
            #expect(try world.grantTool("services", "--revoke", under: ["perl", "-e", unread]).code == 0)
            #expect(try world.isClosed("web"))
        }
    }

    @Test func `two runs take their turns, which nobody but root can keep from them`() throws {
        try withWeb { (world) throws in
            #expect(try world.grantTool("services").code == 0)
            let lock = "/run/hermes-s6/.lock"
            #expect(try world.look(lock) == "600 0:0")
            #expect(try world.run(as: .hermes, ["flock", "-n", lock, "true"]).code != 0)
            let other = try Child(world.entering(as: .root, ["flock", "-F", lock, "sleep", "100"]))
            try eventually("the lock is taken") { try world.run(as: .root, ["flock", "-n", lock, "true"]).code == 1 }
            #expect(try world.grantTool("services", "--check").code == 0, "who only looks waits for nobody")
            let revoker = try Child(world.entering(as: .root, [World.granter, "services", "--revoke"]))
            try eventually("it waits") {
                let files = "/proc/\(revoker.pid)/fd/"
                let names = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
                let targets = names.compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: files + $0)
                }
                return targets.contains { $0.hasSuffix("/.lock") }
            }
            #expect(try world.hasLayout("web") && world.exists("/run/hermes-s6/policy"))
            other.signal(SIGKILL)
            #expect(other.wait() == 137 && revoker.wait() == 0)
            #expect(try world.isClosed("web") && !world.exists("/run/hermes-s6/policy"))

            for line in ["chown hermes \(lock)", "chmod 644 \(lock)", "rm \(lock) && ln -s /etc/passwd \(lock)"] {
                try world.root(line)
                let holder = try Child(world.entering(as: .root, ["flock", "-F", lock, "sleep", "100"]))
                try eventually("it is held") { try world.run(as: .root, ["flock", "-n", lock, "true"]).code == 1 }
                #expect(try world.grantTool("services").code == 0, "\(line)")
                #expect(try world.look(lock) == "600 0:0", "\(line)")
                holder.signal(SIGKILL)
                holder.wait()
            }
        }
    }

    @Test func `what has gone bad since it was granted is taken back, or told`() throws {
        try World.with { (world) throws in
            let web = World.base + "/web", supervise = web + "/supervise"
            for (line, isClosed) in [
                ("chmod 775 \(web)", true), ("chmod 777 \(web)", true), ("setfacl -m u:10000:rwx \(web)", true),
                ("mkdir -m 1733 \(web)/event", true), ("chmod 777 \(supervise)", true),
                ("touch \(supervise)/x && chown hermes \(supervise)/x", true),
                ("chown hermes \(web)", false), ("chown hermes \(supervise)", false),
                ("chown hermes \(supervise)/control", false),
                ("mkdir -m 777 /run/open && mv \(web) /run/open/ && ln -s /run/open/web \(web)", false),
                ("mv \(web) /run/moved && ln -s /run/moved \(web) && chown -h hermes \(web)", false),
            ] {
                for words in [["services"], ["services", "--revoke"]] {
                    try world.root("rm -rf \(web) /run/open /run/moved")
                    try world.addUnsupervised("web")
                    try world.source("hermes web")
                    #expect(try world.grantTool("services").code == 0)
                    try world.root(line)
                    try world.source()
                    let check = try world.grantTool("services", "--check")
                    #expect(check.code == (isClosed ? 1 : 70), "\(line): \(check)")
                    let result = try world.run(as: .root, [World.granter] + words)
                    #expect(result.code == (isClosed ? 0 : 70), "\(line) \(words): \(result)")
                    if isClosed {
                        #expect(try world.isClosed("web"), "\(line) \(words)")
                    } else {
                        #expect(result.errors.contains("/web"), "\(line) \(words): \(result)")
                    }
                }
            }
        }
    }

    @Test func `a service that is made anew is granted by the next run`() throws {
        try withWeb { (world) throws in
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

    @Test func `what the policy no longer names is taken back, below the old base as well`() throws {
        try withWeb { (world) throws in
            try world.add("db")
            try world.source("hermes web", "hermes db")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.hasLayout("web") && world.hasLayout("db"))
            try world.source("hermes db")
            #expect(try world.grantTool("services", "--check").output.contains("/web/supervise"))
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.isClosed("web") && world.hasLayout("db"))
            try world.root("mkdir -p /run/other")
            try world.source(base: "/run/other")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.isClosed("db"))
        }
    }

    @Test func `what root and s6 have not made is refused, unchanged, and keeps no other service`() throws {
        try World.with { (world) throws in
            for name in ["db", "web"] { try world.addUnsupervised(name) }
            try world.source("hermes web", "hermes db")
            let web = World.base + "/web", supervise = web + "/supervise"
            let live = "mkdir -m 700 \(supervise) && mkfifo -m 600 \(supervise)/control && : >\(supervise)/lock"
            for line in [
                "ln -s /run/other \(supervise)", ": >\(supervise)", live + " && chown hermes \(supervise)",
                live + " && chmod 777 \(supervise)", live + " && chmod 770 \(supervise)",
                live + " && setfacl -m u:10000:rwx \(supervise)",
                live + " && rm \(supervise)/control && : >\(supervise)/control",
                live + " && rm \(supervise)/control && ln -s \(World.base)/db/run \(supervise)/control",
                live + " && rm \(supervise)/control && mkdir \(supervise)/control",
                live + " && chown hermes \(supervise)/control", live + " && ln \(supervise)/control /run/second",
                live + " && rm \(supervise)/lock && ln -s /etc/shadow \(supervise)/lock",
                live
                    + " && rm \(supervise)/lock && ln /etc/passwd \(supervise)/lock 2>/dev/null || ln \(web)/run \(supervise)/lock",
                live + " && ln -s /etc/shadow \(supervise)/status.new", live + " && mkdir \(supervise)/event",
                live + " && : >\(supervise)/status && chmod 666 \(supervise)/status",
                live + " && : >\(supervise)/death_tally && chown hermes \(supervise)/death_tally",
                "chown hermes \(web)", "chmod 777 \(web)", "chmod 775 \(web)",
                "mkdir -m 3730 \(web)/event && chgrp hermes \(web)/event", "mkdir -m 1733 \(web)/event",
                "mkdir -m 3730 \(web)/event && chown hermes \(web)/event",
                "mkdir -m 3730 \(web)/event && setfacl -m u:10000:wx \(web)/event", "ln -s /tmp \(web)/event",
                "mv \(web) /run/moved && ln -s /run/moved \(web) && chown -h hermes \(web)",
                "setfacl -d -m u:10000:rwx \(web)", "setfacl -d -m g::rwx \(web)",
                "mkdir -m 777 /run/open && mv \(web) /run/open/ && ln -s /run/open/web \(web)",
            ] {
                try world.root("rm -rf \(web) /run/moved /run/open /run/second")
                try world.addUnsupervised("web")
                try world.root(line)
                let before = try world.picture(World.base + "/web/.")
                for words in [[], ["--acl"], ["--check"]] {
                    let result = try world.run(as: .root, [World.granter, "services"] + words)
                    #expect(result.code == 70 && result.errors.contains("/web"), "\(line): \(result)")
                    #expect(try world.picture(World.base + "/web/.") == before, "\(line) \(words)")
                    if words.isEmpty { #expect(try world.hasLayout("db"), "\(line)") }
                }
                let revoke = try world.grantTool("services", "--revoke")
                #expect(revoke.code == 0, "\(line): \(revoke)")
                #expect(try world.isClosed("db"))
            }
        }
    }

    @Test func `a servicedir may be a link of root's`() throws {
        try withWeb { (world) throws in
            try world.root("mv \(World.base)/web /run/elsewhere && ln -s /run/elsewhere \(World.base)/web")
            #expect(try world.grantTool("services").code == 0)
            #expect(try world.hasLayout("web"))
            #expect(try world.help("web", "check").code == 0)
        }
    }

    @Test func `--acl leaves the group's place to whose it is, and --revoke takes away what it added`() throws {
        try withWeb { (world) throws in
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
        try withWeb { (world) throws in
            let control = World.base + "/web/supervise/control"
            try world.root("setfacl -m u:10001:rw,m::- \(control)")
            #expect(try world.grantTool("services", "--acl").code == 0)
            let list = try world.root("getfacl -cn \(control)")
            #expect(list.contains("user:10001:---") && list.contains("group:20010:-w-"), "\(list)")
        }
    }

    @Test func `the grant goes from one form to the other, and back`() throws {
        try withWeb { (world) throws in
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
        try withWeb { (world) throws in
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
        try withWeb { (world) throws in
            try world.root("rmdir /run/hermes-s6/broker")
            #expect(try world.grantTool("services", under: ["setpriv", "--bounding-set=-all"]).code == 111)
            #expect(try world.look(World.base + "/web/supervise") == "700 0:0")
        }
    }

    @Test func `a service that is not there is told, and keeps no other`() throws {
        try withWeb { (world) throws in
            try world.source("hermes nope", "hermes web")
            let result = try world.grantTool("services")
            #expect(result.code == 104 && result.errors.contains("/nope"), "\(result)")
            #expect(try world.hasLayout("web") && world.help("web", "check").code == 0)
            #expect(try world.grantTool("services", "--check").code == 104)
        }
    }

    @Test func `a policy that is not to be trusted grants nobody anything`() throws {
        try withWeb { (world) throws in
            #expect(try world.grantTool("services").code == 0)
            let source = "/etc/hermes-s6/policy"
            for line in [
                "rm \(source)", "printf 'hermes web\\n' >\(source)",
                "printf 'base /run\\nnobody-here web\\n' >\(source)",
                "chown hermes \(source)", "chmod 664 \(source)", "setfacl -m u:10000:w \(source)",
                "mv \(source) /run/p && ln -s /run/p \(source)", "rm \(source) && mkdir \(source)",
                "rm \(source) && mkfifo \(source)", "chown hermes /etc/hermes-s6", "chmod 777 /etc/hermes-s6",
                "mv /etc/hermes-s6 /run/h && ln -s /run/h /etc/hermes-s6", "yes '# long' | head -c 5000 >>\(source)",
                "printf 'base /run\\nhermes web exit\\n' >\(source)",
            ] {
                try world.root("rm -rf /etc/hermes-s6 /run/p /run/h && mkdir -m 755 /etc/hermes-s6")
                try world.source("hermes web")
                #expect(try world.grantTool("services").code == 0)
                try world.root(line)
                let before = try world.picture(World.base + "/web")
                #expect(try world.grantTool("services", "--check").code == 78, "\(line)")
                #expect(world.exists("/run/hermes-s6/policy"))
                let result = try world.grantTool("services")
                #expect(result.code == 78 && result.errors.contains("/etc/hermes-s6"), "\(line): \(result)")
                #expect(!world.exists("/run/hermes-s6/policy"), "\(line)")
                #expect(try world.picture(World.base + "/web") == before, "\(line)")
                #expect(try world.help("web", "check").code == 78, "\(line)")
            }
        }
    }

    @Test func `where others could exchange the compiled policy, none is written`() throws {
        try withWeb { (world) throws in
            for line in [
                "chown hermes /run/hermes-s6", "chmod 777 /run/hermes-s6",
                "mv /run/hermes-s6 /run/x && ln -s x /run/hermes-s6",
            ] {
                try world.root("rm -rf /run/hermes-s6 /run/x && mkdir -m 755 /run/hermes-s6 && \(line)")
                #expect(try world.grantTool("services").code == 70, "\(line)")
                #expect(!world.exists("/run/hermes-s6/policy"))
                #expect(try world.look(World.base + "/web/supervise") == "700 0:0")
            }
        }
    }

    @Test func `only root grants, only to an account that is there, and only what is asked for in full`() throws {
        try withWeb { (world) throws in
            let result = try world.run(as: .hermes, [World.granter, "services"])
            #expect(result.code == 111 && result.errors.contains("only root"), "\(result)")
            for words in [
                [], ["service"], ["services", "web"], ["services", "--check", "--revoke"],
                ["services", "--acl", "--acl"],
                ["home", "--acl"], ["shared-tree"], ["shared-tree", "relative"], ["services", "--force"],
                ["services", "-c"],
            ] {
                let result = try world.run(as: .root, [World.granter] + words)
                #expect(result.code == 100 && result.errors.contains("usage:"), "\(words): \(result)")
            }
            try world.root("sed -i /^s6ctl:/d /etc/passwd")
            #expect(try world.grantTool("services").code == 78)
            try world.root("echo s6ctl:x:20010:0::/:/bin/sh >>/etc/passwd")
            #expect(try world.grantTool("services").code == 78, "the group is root's")
        }
    }

    @Test func `a caller's closed descriptors, umask, signals and directory do no harm`() throws {
        try withWeb { (world) throws in
            for (n, line) in [
                "exec \(World.granter) services >&- 2>&- <&-", "umask 0; exec \(World.granter) services",
                "umask 0777; exec \(World.granter) services",
                "mkdir /run/gone; cd /run/gone; rmdir /run/gone; exec \(World.granter) services",
            ].enumerated() {
                try world.root("rm -rf /run/hermes-s6 && chmod 700 \(World.base)/web/supervise")
                #expect(try world.run(as: .root, ["sh", "-c", line]).code == 0, "\(n)")
                #expect(try world.hasLayout("web") && world.grantTool("services", "--check").code == 0, "\(line)")
                #expect(try world.root("cat /run/hermes-s6/policy") == "hermes-s6 1 \(World.base)\n10000 web udrt\n")
            }
        }
    }
}
