import Foundation
import LiveTree
import Testing

/// What perm-grant gives hermes of a shared tree, and takes back.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantSharedTreeTests {
    let scandir = "/run/service"

    func looks(_ world: World) throws -> [String] {
        try ["", "/.s6-svscan", "/.s6-svscan/control", "/.s6-svscan/lock"].map { try world.look(scandir + $0) }
    }

    @Test func `hermes gets the scandir and two files, and is told to be as good as root`() throws {
        try World.with { (world) throws in
            try world.add("web")
            let web = try world.picture(World.base + "/web"), before = try looks(world)
            #expect(try world.grantTool("shared-tree", scandir, "--check").code == 1)
            #expect(try looks(world) == before)
            let result = try world.grantTool("shared-tree", scandir)
            #expect(result.code == 0 && result.output.contains("root-equivalent"), "\(result)")
            #expect(result.output.contains("keeps CAP_CHOWN, CAP_DAC_READ_SEARCH\n"))
            #expect(try looks(world) == ["755 10000:10000", before[1], "600 10000:10000", "600 10000:10000"])
            #expect(try world.picture(World.base + "/web") == web, "nothing else, and not what is below")
            #expect(try world.look(scandir + "/web") == "777 0:0", "nor the links in it")
            #expect(try world.grantTool("shared-tree", scandir, "--check").code == 0)
            #expect(try world.grantTool("shared-tree", scandir).output.contains(": 0 changes"))

            #expect(try world.grantTool("shared-tree", scandir, "--revoke").code == 0)
            #expect(try looks(world) == ["755 0:0", before[1], "600 0:0", "600 0:0"])
            #expect(try world.run(as: .hermes, ["touch", scandir + "/x"]).code != 0)
        }
    }

    @Test func `a check finds each deviation`() throws {
        try World.with { (world) throws in
            #expect(try world.grantTool("shared-tree", scandir).code == 0)
            let control = scandir + "/.s6-svscan/control"
            for line in [
                "chown root \(scandir)", "chmod 777 \(scandir)", "chmod 700 \(scandir)", "chgrp root \(scandir)",
                "chown root \(control)", "chmod 622 \(control)", "setfacl -m u:10001:w \(control)",
                "setfacl -m u:10001:rwx \(scandir)", "chown root \(scandir)/.s6-svscan/lock",
            ] {
                try world.root(line)
                #expect(try world.grantTool("shared-tree", scandir, "--check").code == 1, "\(line)")
                #expect(try world.grantTool("shared-tree", scandir).code == 0, "\(line)")
                #expect(try world.grantTool("shared-tree", scandir, "--check").code == 0, "\(line)")
            }
        }
    }

    @Test
    func
        `what hermes has put in the place of s6's files leads root nowhere, and the scandir is taken back all the same`()
        throws
    {
        for line in [
            "mv .s6-svscan old && ln -s /etc .s6-svscan", "mv .s6-svscan old && mkdir .s6-svscan",
            "mv .s6-svscan old && : >.s6-svscan",
        ] {
            try World.with { (world) throws in
                #expect(try world.grantTool("shared-tree", scandir).code == 0)
                #expect(try world.run(as: .hermes, ["sh", "-ec", "cd \(scandir) && \(line)"]).code == 0)
                let etc = try world.picture("/etc")
                #expect(try world.grantTool("shared-tree", scandir).code == 70, "\(line)")
                #expect(try world.grantTool("shared-tree", scandir, "--revoke").code == 70, "\(line)")
                #expect(try world.look(scandir) == "755 0:0")
                #expect(try world.picture("/etc") == etc)
            }
        }
    }

    @Test func `it has to be a scandir, in a directory that is root's alone`() throws {
        try World.with { (world) throws in
            try world.root(
                "mkdir -p /run/none /run/theirs/scan && chown -R hermes /run/theirs && ln -s service /run/link"
            )
            try world.root(
                """
                mkdir /run/foreign && chown other /run/foreign
                mkdir -m 700 /run/closed /run/hh && chown hermes:hermes /run/hh && mkdir -m 1777 /run/open
                """
            )
            let paths = ["/run/none", "/run/closed", "/run/hh", "/run/open", "/run/foreign"]
            let looks = try paths.map { try world.look($0) }
            for (path, code) in [
                ("/run/none", 104), ("/run/nowhere", 104), ("/run/theirs/scan", 70), ("/run/link", 70),
                ("/run/foreign", 70), ("/run/closed", 104), ("/run/hh", 104), ("/run/open", 104),
            ] {
                for mode in [[], ["--check"], ["--revoke"]] {
                    let result = try world.run(as: .root, [World.granter, "shared-tree", path] + mode)
                    #expect(result.code == code, "\(path) \(mode): \(result)")
                }
            }
            #expect(try paths.map { try world.look($0) } == looks)
            let result = try world.grantTool("shared-tree", scandir, under: ["setpriv", "--bounding-set=-chown"])
            #expect(result.code == 111 && result.errors.contains("--cap-add CHOWN"), "\(result)")
        }
    }
}
