public import S6Native

/// `logs/container-boot.log` in Hermes' home: a line for each profile at each boot.
public struct BootLog: Sendable {
    /// What is larger is renamed to `container-boot.log.1` first.
    public static let limit: Int64 = 262_144

    /// The file.
    public let path: S6Path
    private let hermes: HermesHome

    /// The boot log of a home.
    public init(in hermes: HermesHome) {
        self.hermes = hermes
        path = hermes.root.appending("logs").appending("container-boot.log")
    }

    /// Adds a line for each action, all in one write.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if nothing could be added.
    public func append(_ actions: [ReconcileAction], at now: UTCTime = .now) throws(GatewayError) {
        var text: [UInt8] = []
        for action in actions { text += Text.bytes("\(now.plainText)+0000 \(action.lineText)\n") }
        try wrapping { () throws(S6Error) in
            let home = try Directory.handle(trusting: hermes.root)
            do throws(S6Error) { try home.makeDirectory("logs", mode: 0o755) } catch .system(.mkdir, _, .exists) {}
            let logs = try home.handle("logs")
            rotate(in: logs)
            try logs.log("container-boot.log").write(all: text.span)
        }
    }

    /// A log that cannot be rotated is still added to.
    private func rotate(in logs: borrowing Directory) {
        do throws(S6Error) {
            guard try logs.attributes(of: "container-boot.log").size >= Self.limit else { return }
            try logs.rename("container-boot.log", to: EntryName(Text.bytes("container-boot.log.1")))
        } catch {}
    }

    /// The lines of the log, oldest first, those of the file before included; none, where there is no log.
    public func lines() throws(GatewayError) -> [[UInt8]] {
        try wrapping { () throws(S6Error) in
            var lines: [[UInt8]] = []
            for name in ["container-boot.log.1", "container-boot.log"] as [StaticString] {
                do throws(S6Error) {
                    let logs = try Directory.handle(trusting: hermes.root.appending("logs"))
                    let text = try logs.plainFile(EntryName(Array(name))).contents(limit: 4 << 20)
                    lines += text.split(separator: UInt8(ascii: "\n")).map { Array($0) }
                } catch .system(_, _, .noEntry) {}
            }
            return lines
        }
    }
}
