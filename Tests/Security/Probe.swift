import Foundation
import LiveTree
import Testing

/// A servicedir in a world whose FIFO the test itself reads: what arrives there is counted to the byte.
final class Probe: Sendable {
    let world: World
    let name: String
    private let reader: Int32

    /// Makes one that is granted, below the base.
    init(_ name: String = "web", in world: World) throws {
        self.world = world
        self.name = name
        let supervise = "\(World.base)/\(name)/supervise"
        try world.root(
            """
            mkdir -m 755 \(World.base)/\(name)
            mkdir -m 711 \(supervise)
            chgrp s6ctl \(supervise)
            mkfifo -m 620 \(supervise)/control
            chgrp s6ctl \(supervise)/control
            """
        )
        reader = open(world.path("\(world.servicedirs)/\(name)/supervise/control"), O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard reader >= 0 else { throw NotSo(what: "the probe is open") }
    }

    deinit { close(reader) }

    /// What has arrived since the last time.
    func received() -> String {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = read(reader, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
    }

    /// Fills the FIFO to its brim.
    func fill() {
        let bytes = [UInt8](repeating: UInt8(ascii: "."), count: 4096)
        while write(reader, bytes, bytes.count) > 0 {}
    }

    /// Runs `body` with a world, and a probe `web` in it that hermes is granted all.
    static func with(_ mode: World.Mode = .setgid, _ body: (World, Probe) throws -> Void) throws {
        try World.with(mode) { world in
            try world.policy("10000 web udrth")
            try body(world, try Probe(in: world))
        }
    }
}
