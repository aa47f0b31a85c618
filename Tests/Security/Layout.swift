import LiveTree

/// How a root-owned service and its tree are laid out.
enum Layout: CaseIterable, Sendable {
    /// As hermes-agent ships it (B15, B51, B81): the scandir, the slot, `supervise/` and `event/` are given to hermes.
    case upstream
    /// As perm-grant lays it: one byte into one FIFO, and the status to read.
    case ours

    /// Whether hermes becomes root by what was tried.
    var isRootEquivalent: Bool { self == .upstream }

    /// Lays it on a service of a world.
    func lay(on name: String, in world: World) throws {
        let slot = "\(World.base)/\(name)"
        switch self {
        case .upstream:
            try world.root(
                """
                chown hermes:hermes /run/service \(slot) \(slot)/run
                chown -R hermes:hermes \(slot)/supervise \(slot)/event && chmod 700 \(slot)/supervise
                chmod 3730 \(slot)/event
                """
            )
        case .ours: try world.grant(name)
        }
    }
}
