import Foundation
import LiveTree
import Testing

/// Where a tree and the helper may be: on any file system, and in a container's user namespace.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct FileSystemSecurityTests {
    /// Puts a file system below the world's base and below the helper, by a line of shell that is given DIR.
    func expectItWorks(on mount: String, _ mode: World.Mode, container: Bool = false) throws {
        try World.with(mode, container: container) { (world) throws in
            for place in ["'\(world.servicedirs)'", "/usr/libexec"] {
                let copy = "mkdir -p /run/kept; cp -a \(place)/. /run/kept"
                try world.root(
                    "\(copy); \(mount.replacing("DIR", with: place)); cp -a /run/kept/. \(place); rm -rf /run/kept"
                )
            }
            try world.add("web")
            try world.grant("web")
            try world.policy("10000 web udrt")
            let result = try world.help("web", "down")
            #expect(result.code == 0, "\(mount) \(mode): \(result)")
            try eventually("it is down") { try world.field("up", "web") == "false" }
            #expect(try world.help("web", "hup").code == 77)
            try world.root("chmod 777 \(World.base)/web")
            #expect(try world.help("web", "up").code == 70)
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `tmpfs, a disk, and overlays on both`(mode: World.Mode) throws {
        let disk = FileManager.default.temporaryDirectory.path + "/disk-\(UUID().uuidString)"
        defer { _ = try? Command.run("rm", "-rf", disk) }
        let overlay =
            "mkdir -p LOWER/l LOWER/u LOWER/w; mount -t overlay -o lowerdir=LOWER/l,upperdir=LOWER/u,workdir=LOWER/w x DIR; chmod 755 DIR"
        try expectItWorks(on: "mount -t tmpfs -o mode=755 x DIR", mode)
        try expectItWorks(on: "d=\(disk)/$(date +%N); mkdir -p $d; chmod 755 \(disk) $d; mount --bind $d DIR", mode)
        try expectItWorks(on: "d=/run/o$(date +%N); " + overlay.replacing("LOWER", with: "$d"), mode)
        try expectItWorks(on: "d=\(disk)/$(date +%N); " + overlay.replacing("LOWER", with: "$d"), mode)
    }

    @Test(arguments: World.Mode.allCases)
    func `47: in a container's user namespace the bit works as outside`(mode: World.Mode) throws {
        try expectItWorks(on: "mount -t tmpfs -o mode=755 x DIR", mode, container: true)
    }

    @Test func `47: and so does the broker`() throws {
        try World.with(container: true) { (world) throws in
            try world.add("web")
            try world.grant("web")
            try world.policy("10000 web u")
            try BrokerProcess.with(world) { (broker) throws in
                #expect(try broker.ask("web up\n") == "0\n")
                #expect(try broker.ask("web up\n", as: .other) == "77\n")
            }
        }
    }
}
