import HermesGateways
import PermPolicy
import S6Native

/// Looks at every path by which root is led: nobody else is to own, or to write to, any part of it.
///
/// The slots of an isolated tree are none: no root process opens a file in there.
enum RootPathCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        var audit = PathAudit(patient.machine)
        let grantees = patient.machine.grantees?.group
        let own = patient.tree.isRootEquivalent ? patient.machine.path(at: patient.tree.scandir) : nil
        var scandirs: [S6Path] = ["/run/service"]
        if let own, !audit.isSame(own, "/run/service") { scandirs.append(own) }
        for scandir in scandirs {
            let isShared = own.map { audit.isSame($0, scandir) } ?? false
            walk(scandir, isShared: isShared, grantees, &audit)
        }
        walkServicedirs(grantees, &audit)
        if case .policy(let policy) = patient.policy, !audit.isSame(policy.base, BridgePaths.servicedirs) {
            walk(base: policy.base, grantees, &audit)
        }
        for path in ["/run/s6/basedir", "/run/s6/container_environment", "/run/s6/db"] as [S6Path] {
            audit.walk(tree: path)
        }
        for path in ["/etc/s6-overlay", "/etc/cont-init.d", "/command", "/usr/libexec/hermes-s6"] as [S6Path] {
            audit.walk(tree: path, .program)
        }
        for path in [Policy.source, Policy.compiledPath] { _ = audit.walk(path, .file) }
        for path in ["/usr/bin/hermesctl", "/init"] as [S6Path] { _ = audit.walk(path, .program) }
        if patient.machine.has("/run/service") || patient.tree.isRootEquivalent {
            let programs: [StaticString] = ["s6-svscan", "s6-supervise", "s6-log", "s6-setuidgid", "setpriv"]
            for program in programs.compactMap({ patient.programs.find($0) }) { _ = audit.walk(program, .program) }
        }
        return audit.result
    }

    /// The scandir that root's s6-svscan keeps, and its slots.
    ///
    /// In a shared tree it is hermes', with the gateways' slots and two files of the scanner's: that is told as one.
    private static func walk(_ scandir: S6Path, isShared: Bool, _ grantees: UInt32?, _ audit: inout PathAudit) {
        if isShared {
            guard audit.walk(scandir.parent, .passage) != nil, audit.isRootsAlone(scandir) else { return }
        }
        guard case .directory(let place, let attributes) = audit.walk(scandir, .passage) else { return }
        for name in audit.names(in: place, attributes) {
            let entry = place.appending(name)
            if name.elementsEqual(".s6-svscan".utf8) {
                walk(scanner: entry, isShared: isShared, &audit)
            } else if name.first != UInt8(ascii: "."), !isShared || !name.starts(with: ProfileName.slotPrefix) {
                audit.walk(servicedir: entry, grantees: grantees)
            }
        }
    }

    private static func walk(scanner path: S6Path, isShared: Bool, _ audit: inout PathAudit) {
        guard case .directory(let place, let attributes) = audit.walk(path, .passage) else { return }
        for name in audit.names(in: place, attributes) {
            let isGranted = name.elementsEqual("control".utf8) || name.elementsEqual("lock".utf8)
            if !isShared || !isGranted { audit.walk(scannerFile: place.appending(name)) }
        }
    }

    private static func walkServicedirs(_ grantees: UInt32?, _ audit: inout PathAudit) {
        guard case .directory(let live, let attributes) = audit.walk("/run/s6-rc", .passage) else { return }
        for name in audit.names(in: live, attributes) {
            let entry = live.appending(name)
            switch String(decoding: name, as: UTF8.self) {
            case "servicedirs": walk(base: entry, grantees, &audit)
            case "compiled": audit.walk(tree: entry)
            default: _ = audit.walk(entry, .file)
            }
        }
    }

    private static func walk(base path: S6Path, _ grantees: UInt32?, _ audit: inout PathAudit) {
        guard case .directory(let place, let attributes) = audit.walk(path, .passage) else { return }
        for service in audit.names(in: place, attributes) where service.first != UInt8(ascii: ".") {
            audit.walk(servicedir: place.appending(service), grantees: grantees)
        }
    }
}

extension PathAudit {
    /// Follows what s6-svscan keeps for itself: its FIFO ends or kills the whole tree.
    fileprivate mutating func walk(scannerFile path: S6Path) {
        guard case .file(let file, let found) = walk(path, .program), found.kind == .fifo else { return }
        let place = machine.place(of: file)
        guard let fault = Fault(of: found, at: place, machine) else { return }
        let reason = "\(fault.who): who may write to it ends, or kills, root's whole tree"
        add(Finding(.rootPath, .problem, place, reason, remedy: fault.remedy))
    }

    /// Whether two paths lead to one thing.
    fileprivate func isSame(_ left: S6Path, _ right: S6Path) -> Bool {
        if left == right { return true }
        guard let left = try? Directory.handle(machine.place(of: left)).ownAttributes().identity,
            let right = try? Directory.handle(machine.place(of: right)).ownAttributes().identity
        else { return false }
        return left == right
    }

    /// Whether a directory is root's alone, of which nothing is told.
    fileprivate func isRootsAlone(_ path: S6Path) -> Bool {
        let place = machine.place(of: path)
        guard let attributes = try? Directory.handle(place).ownAttributes() else { return false }
        return Fault(of: attributes, at: place, machine) == nil
    }
}
