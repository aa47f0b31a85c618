import Foundation
import LiveTree
import Testing

/// What stands on the way to the FIFO: only what root alone could have put there is gone through.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct PathTests {
    static let web = World.base + "/web"

    /// Changes a granted service by some shell, calls the helper, and puts things right again.
    func expect(_ code: Int32, in world: World, after change: String) throws {
        try world.root(
            """
            rm -rf \(Self.web) /run/evil /run/elsewhere
            mkdir -m 755 \(Self.web) && mkdir -m 711 \(Self.web)/supervise && mkfifo -m 620 \(Self.web)/supervise/control
            chgrp s6ctl \(Self.web)/supervise \(Self.web)/supervise/control
            mkdir /run/evil && mkfifo /run/evil/fifo && printf precious >/run/evil/file
            cd \(Self.web)
            \(change)
            """
        )
        // The test reads every FIFO, so that what is not refused arrives.
        let fifos = try world.root("find \(World.base)/ /run/evil /run/elsewhere -type p 2>/dev/null || :")
        let readers = fifos.split(separator: "\n").map { open(world.path(String($0)), O_RDWR | O_NONBLOCK | O_CLOEXEC) }
        defer { for reader in readers { close(reader) } }
        let isRead = code != 69 || change == ":"
        let result = try world.help("web", "up")
        #expect(result.code == code, "\(change): \(result)")
        var arrived = ""
        for reader in readers {
            var bytes = [UInt8](repeating: 0, count: 16)
            let count = read(reader, &bytes, bytes.count)
            if count > 0 { arrived += String(decoding: bytes[..<count], as: UTF8.self) }
        }
        #expect(arrived == (code == 0 ? "u" : ""), "\(change)")
        #expect(!isRead || !readers.contains { $0 < 0 }, "all are read: \(fifos)")
        #expect(try world.root("cat /run/evil/file") == "precious")
    }

    @Test(arguments: World.Mode.allCases)
    func `25: a service that is not supervised is told from one that is denied`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.policy("10000 web u")
            for change in ["rm -rf \(Self.web)", "rm -rf supervise", "rm supervise/control"] {
                try expect(69, in: world, after: change)
            }
            try world.root("mkdir -p \(Self.web)/supervise && mkfifo -m 620 \(Self.web)/supervise/control")
            try world.root("chmod 711 \(Self.web)/supervise && chgrp -R s6ctl \(Self.web)/supervise")
            #expect(try world.help("web", "up").code == 69, "nobody reads it")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `26: a full FIFO is told at once`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            probe.fill()
            let code = try world.help("web", "up").code
            #expect(code == 75)
            #expect(!probe.received().contains("u"))
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `27, 28: anything but root's own FIFO is tampering`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.policy("10000 web u")
            let objects = [
                "printf x >supervise/control; chmod 620 supervise/control", "ln -s /run/evil/fifo supervise/control",
                "ln -s /run/evil/file supervise/control", "mknod supervise/control c 1 3",
                "mknod supervise/control b 7 99",
                "mkdir supervise/control",
                "perl -MSocket -e 'socket(S,1,1,0);bind(S,pack_sockaddr_un(\"supervise/control\"))'",
            ]
            for object in objects { try expect(70, in: world, after: "rm supervise/control; \(object)") }
            try expect(70, in: world, after: "chown hermes supervise/control")
            try expect(70, in: world, after: "chmod 0622 supervise/control")
            try expect(70, in: world, after: "ln supervise/control /run/evil/other")
            try expect(0, in: world, after: ":")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `29, 30, 32: a directory that another could change is tampering`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.policy("10000 web u")
            let changes = [
                "chown hermes supervise", "chmod 0777 supervise", "chmod 0770 supervise", "chmod 1777 supervise",
                "setfacl -m u:hermes:rwx supervise", "mv supervise /run/elsewhere; ln -s /run/elsewhere supervise",
                "chown hermes .", "chmod 0775 .", "setfacl -m u:hermes:rwx .",
                "chown hermes ..", "chmod 0777 ..", "chmod 1777 ..", "setfacl -m u:hermes:rwx ..",
                "chown hermes ../..",
                "mv \(Self.web) /run/elsewhere; chown hermes /run/elsewhere; ln -s /run/elsewhere \(Self.web)",
                "mv \(Self.web) /run/elsewhere; ln -s /run/elsewhere \(Self.web); chown -h hermes \(Self.web)",
                "mkdir -m 1777 /run/elsewhere; mv \(Self.web) /run/elsewhere/web; ln -s /run/elsewhere/web \(Self.web)",
                "rm -rf \(Self.web); ln -s web \(Self.web)", "chown -h hermes /run/s6-rc",
            ]
            for change in changes {
                try expect(70, in: world, after: change)
                try world.root(
                    """
                    setfacl -b /run \(World.base) '\(world.servicedirs)'; chmod 755 /run \(World.base) '\(world.servicedirs)/..'
                    chown root '\(world.servicedirs)' '\(world.servicedirs)/..'; chown -h root /run/s6-rc
                    """
                )
            }
            for change in ["chmod 1777 /run", "setfacl -m u:hermes:rwx /run", "chown hermes /run"] {
                try expect(78, in: world, after: change)  // the policy is below it, too
                try world.root("setfacl -b /run; chmod 755 /run; chown root /run")
            }
            try expect(0, in: world, after: ":")
        }
    }

    @Test(arguments: World.Mode.allCases)
    func `31: links that root has made are followed, one after the other`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.policy("10000 web u")
            try expect(0, in: world, after: "mv \(Self.web) /run/elsewhere; ln -s /run/elsewhere \(Self.web)")
            try expect(0, in: world, after: "mv \(Self.web) /run/elsewhere; ln -s ../../elsewhere \(Self.web)")
            let chain =
                "mkdir /run/elsewhere; mv \(Self.web) /run/elsewhere/a; cd /run/elsewhere; ln -s a b; ln -s ./b//// c; "
            try expect(0, in: world, after: chain + "ln -s /run/elsewhere/c \(Self.web)")
        }
    }
}
