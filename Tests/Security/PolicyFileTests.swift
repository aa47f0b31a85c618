import LiveTree
import Testing

/// The compiled policy on the disk: root's alone and whole, or nothing is granted to anybody.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct PolicyFileTests {
    static let file = "/run/hermes-s6/policy"

    @Test(arguments: World.Mode.allCases)
    func `34, 35: anything but a small file of root's is refused, and never waited for`(mode: World.Mode) throws {
        try Probe.with(mode) { (world, probe) throws in
            let text = try world.root("cp \(Self.file) /run/kept; cat \(Self.file)")
            let changes = [
                "rm FILE", "mv FILE /run/p; ln -s /run/p FILE", "rm FILE; mkdir FILE", "rm FILE; mkfifo FILE",
                "rm FILE; mknod FILE c 1 3", "chown hermes FILE", "chmod 664 FILE", "chmod 666 FILE",
                "setfacl -m u:hermes:rw FILE", "chown hermes /run/hermes-s6", "chmod 1777 /run/hermes-s6",
                "mv /run/hermes-s6 /run/real; chown hermes /run/real; ln -s /run/real /run/hermes-s6",
                "truncate -s 1G FILE", "head -c 5000 /dev/zero >FILE", ": >FILE",
                "printf '10000 web u' >>FILE", "printf '10000 web u\\r\\n' >>FILE", "printf '\\n' >>FILE",
                "printf '10000 web u\\0\\n' >>FILE", "printf '4294977296 web u\\n' >>FILE",
                "printf '10001 x y\\n' >>FILE",
            ]
            for change in changes {
                try world.root(change.replacing("FILE", with: Self.file))
                let result = try world.help("web", "up")
                #expect(result.code == 78 && result.errors.contains("perm-grant services"), "\(change): \(result)")
                #expect(probe.received() == "")
                try world.root(
                    """
                    rm -rf /run/hermes-s6 /run/real /run/p; mkdir -m 755 -p /run/hermes-s6/broker
                    cp /run/kept \(Self.file); chmod 644 \(Self.file); chown root:root /run/hermes-s6 \(Self.file)
                    """
                )
            }
            #expect(try world.root("cat \(Self.file)") == text)
            #expect(try world.help("web", "up").code == 0 && probe.received() == "u")
        }
    }
}
