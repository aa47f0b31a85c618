import Foundation
import LiveTree
import Testing

/// What perm-grant takes back of what it has laid.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantWithdrawalTests {
    @Test func `--revoke closes the services, and takes the compiled policy away`() throws {
        try World.withWeb { (world) throws in
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
        try World.withWeb { (world) throws in
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
        try World.withWeb { (world) throws in
            let unread = "pipe(R, W); open(STDOUT, '>&', \\*W); open(STDERR, '>&', \\*W); close R; close W; exec @ARGV"
            #expect(try world.grantTool("services", under: ["perl", "-e", unread]).code == 0)
            #expect(try world.hasLayout("web"))
            #expect(try world.grantTool("services", "--revoke", under: ["perl", "-e", unread]).code == 0)
            #expect(try world.isClosed("web"))
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

    @Test func `what the policy no longer names is taken back, below the old base as well`() throws {
        try World.withWeb { (world) throws in
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
}
