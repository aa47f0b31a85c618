import HermesGateways
import S6Native

/// What the tree is that the gateways are in.
struct TreeFacts {
    let scandir: S6Path
    /// Under whom it runs, by who runs its s6-svscan, or else by what it was given; `nil` if that cannot be told.
    let kind: TreeKind?
    /// Whether an s6-svscan keeps it; `nil` if that may not be found out.
    let isScanned: Bool?
    /// The process of that s6-svscan, and whose it is, where that may be found out.
    let scanner: (pid: Int32, user: UInt32)?
    /// What was in the way.
    let error: S6Error?
    /// Another manager keeps the gateways of this machine, and no tree is expected.
    var isForeign = false
    /// Whether there is a scandir at all.
    var isThere = true

    /// Whoever is hermes is as good as root.
    var isRootEquivalent: Bool { kind == .shared }
}

extension TreeFacts {
    /// Looks at a scandir.
    init(_ directory: ScanDirectory, isForeign: Bool = false) {
        scandir = directory.path
        self.isForeign = isForeign
        scanner = Self.scanner(of: directory)
        let told = try? TreeKind(of: directory)
        // An `.s6-svscan` that was given away with a chown -R is root's s6-svscan's all the same.
        kind = scanner.map { $0.user == 0 ? .shared : .isolated } ?? told
        var error: S6Error?
        do throws(S6Error) {
            _ = try directory.open()
            isScanned = try directory.isScanned()
            isThere = true
        } catch .system(.open, directory.path, .noEntry) {
            (isThere, isScanned) = (false, false)
        } catch let refused {
            (isThere, isScanned) = (true, nil)
            error = refused
        }
        self.error = error
    }

    private static func scanner(of directory: ScanDirectory) -> (pid: Int32, user: UInt32)? {
        guard let pid = (try? directory.scannerPID()) ?? nil, let user = (try? ProcessTable.user(of: pid)) ?? nil else {
            return nil
        }
        return (pid, user)
    }
}

extension TreeFacts {
    var json: JSON {
        .object([
            ("scandir", .string(ServiceReport.exact(scandir))), ("kind", .optional(kind.map { "\($0)" })),
            ("scanned", .optional(isScanned)), ("root_equivalent", .bool(isRootEquivalent)),
        ])
    }

    /// A line for a person.
    var line: String {
        let scanned =
            switch isScanned {
            case true?: "an s6-svscan keeps it"
            case false?: "no s6-svscan keeps it"
            case nil: "whether an s6-svscan keeps it may not be found out"
            }
        return "Tree: \(scandir) (\(kind.map { "\($0), " } ?? "")\(scanned))\n"
    }
}
