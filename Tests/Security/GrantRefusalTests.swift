import Foundation
import LiveTree
import Testing

/// What perm-grant refuses, and what it does not let itself be kept from.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantRefusalTests {
    @Test func `two runs take their turns, which nobody but root can keep from them`() throws {
        try World.withWeb { (world) throws in
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

    @Test func `a service that is not there is told, and keeps no other`() throws {
        try World.withWeb { (world) throws in
            try world.source("hermes nope", "hermes web")
            let result = try world.grantTool("services")
            #expect(result.code == 104 && result.errors.contains("/nope"), "\(result)")
            #expect(try world.hasLayout("web") && world.help("web", "check").code == 0)
            #expect(try world.grantTool("services", "--check").code == 104)
        }
    }

    @Test func `a policy that is not to be trusted grants nobody anything`() throws {
        try World.withWeb { (world) throws in
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
        try World.withWeb { (world) throws in
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
        try World.withWeb { (world) throws in
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
        try World.withWeb { (world) throws in
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
