import Foundation
import LiveTree
import Testing

/// perm-grant on the file systems that a machine may have its services on.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantFileSystemTests {
    /// Puts a file system below the base, by a line of shell that is given DIR, and a service on it.
    func with(_ mount: String, _ body: (World) throws -> Void) throws {
        try World.with { (world) throws in
            try world.root("cd '\(world.servicedirs)'; " + mount.replacing("DIR", with: "'\(world.servicedirs)'"))
            try world.add("web")
            try world.source("hermes web")
            try body(world)
        }
    }

    /// Lays, uses and takes back.
    func expectItWorks(on mount: String, _ options: [String]) throws {
        try with(mount) { (world) throws in
            let laid = try world.run(as: .root, [World.granter, "services"] + options)
            #expect(laid.code == 0, "\(mount): \(laid)")
            #expect(try world.hasLayout("web") == options.isEmpty)
            #expect(try world.run(as: .root, [World.granter, "services", "--check"] + options).code == 0, "\(mount)")
            let again = try world.run(as: .root, [World.granter, "services"] + options)
            #expect(again.output.contains(": 0 changes"), "\(mount): \(again)")
            #expect(try world.help("web", "down").code == 0, "\(mount)")
            try eventually("it is down") { try world.field("up", "web") == "false" }
            #expect(try world.grantTool("services", "--revoke").code == 0, "\(mount)")
            #expect(try world.isClosed("web"), "\(mount)")
        }
    }

    @Test(arguments: [[], ["--acl"]])
    func `a disk, and overlays on memory and on the disk`(options: [String]) throws {
        let disk = FileManager.default.temporaryDirectory.path + "/disk-\(UUID().uuidString)"
        defer { _ = try? Command.run("rm", "-rf", disk) }
        let overlay =
            "mkdir -p LOWER/l LOWER/u LOWER/w; mount -t overlay -o lowerdir=LOWER/l,upperdir=LOWER/u,workdir=LOWER/w x DIR; chmod 755 DIR"
        let make = "d=\(disk)/$(date +%N); mkdir -p $d; chmod 755 \(disk) $d; "
        try expectItWorks(on: make + "mount --bind $d DIR", options)
        try expectItWorks(on: "d=/run/o$(date +%N); " + overlay.replacing("LOWER", with: "$d"), options)
        try expectItWorks(on: make + overlay.replacing("LOWER", with: "$d"), options)
    }

    @Test func `where there are no access lists the group's place is enough, and --acl is refused unchanged`() throws {
        let mount = "mount -t ramfs -o mode=755 x DIR"
        try expectItWorks(on: mount, [])
        try with(mount) { (world) throws in
            let looks = "find \(World.base)/web ! -name 'status*' -printf '%p %m %U:%G %i\\n' | sort"
            let before = try world.root(looks)
            let result = try world.grantTool("services", "--acl")
            #expect(result.code == 111 && result.errors.contains("has no access lists"), "\(result)")
            #expect(result.errors.contains("without --acl"))
            #expect(try world.root(looks) == before)
        }
    }
}
