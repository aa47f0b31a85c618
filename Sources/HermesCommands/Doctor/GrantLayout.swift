import S6Native

/// What is granted on one servicedir: the rights of what s6-supervise makes in it.
struct GrantLayout {
    private let service: ServiceDirectory
    private let machine: Machine
    private let group: UInt32

    /// `group` is that of s6ctl.
    init(of service: ServiceDirectory, _ machine: Machine, group: UInt32) {
        self.service = service
        self.machine = machine
        self.group = group
    }

    private var controlPath: S6Path { service.supervisePath.appending("control") }
    private var lockPath: S6Path { service.supervisePath.appending("lock") }

    /// Where it is not as a service has to be that the policy names; nothing, if it is.
    var missing: [Finding] {
        do throws(S6Error) {
            guard let supervise = try attributes("supervise", at: service.path) else {
                return [lacking(service.supervisePath)]
            }
            var findings: [Finding] = []
            if supervise.kind != .directory || !isRight(supervise, 0o711, service.supervisePath, writes: false) {
                findings.append(wrong(supervise, service.supervisePath, "0711 root:s6ctl"))
            }
            guard supervise.kind == .directory, supervise.permissions & 0o001 != 0 || CurrentProcess.user == 0 else {
                return findings
            }
            if let control = try attributes("control", at: service.supervisePath) {
                if control.kind != .fifo || !isRight(control, 0o620, controlPath, writes: true) {
                    findings.append(wrong(control, controlPath, "0620 root:s6ctl"))
                }
            } else {
                findings.append(lacking(controlPath))
            }
            if let lock = try attributes("lock", at: service.supervisePath) {
                if lock.kind != .regular || lock.owner != machine.keeper || lock.permissions != 0o600 {
                    findings.append(wrong(lock, lockPath, "0600 root"))
                }
            } else {
                findings.append(lacking(lockPath))
            }
            return findings
        } catch {
            return [Finding(.grant, unseen: service.supervisePath, error)]
        }
    }

    /// What is granted on a service that the policy does not name.
    var tooMuch: [Finding] {
        let places = [(service.path, "supervise" as EntryName), (service.supervisePath, "control" as EntryName)]
        return places.compactMap { directory, name in
            // What may not be looked at is closed to others, too.
            guard let found = (try? attributes(name, at: directory)) ?? nil else { return nil }
            let path = directory.appending(name.bytes)
            let isListed = AccessList(of: path)?.names.contains(.group(group)) ?? false
            guard isListed || (found.group == group && found.permissions & 0o070 != 0) else { return nil }
            let reason = "it is granted to s6ctl (mode \(found.octalMode)), and no line of the policy names the service"
            let remedy =
                "setfacl -b \(path); chgrp root \(path) && chmod go= \(path); or, if it is to be granted, add the line"
            return Finding(.grant, .problem, path, reason, remedy: remedy)
        }
    }

    private func attributes(_ name: EntryName, at directory: S6Path) throws(S6Error) -> FileAttributes? {
        do throws(S6Error) {
            return try Directory.handle(trusting: directory).attributes(of: name)
        } catch .system(_, _, .noEntry) {
            return nil
        }
    }

    /// Root's, with that mode, and granted to the group: as its own, or by an access control list.
    ///
    /// What a list lets others read in supervise/ shows in the mode, and is as before.
    private func isRight(_ found: FileAttributes, _ mode: UInt32, _ path: S6Path, writes: Bool) -> Bool {
        guard found.owner == machine.keeper else { return false }
        if found.group == group { return found.permissions == mode }
        let spared: UInt32 = writes ? 0 : 0o050
        guard found.permissions | spared == mode | spared, let list = AccessList(of: path) else { return false }
        return (writes ? list.writers : list.names).contains(.group(group))
    }

    private func lacking(_ path: S6Path) -> Finding {
        Finding(
            .grant,
            .problem,
            path,
            "it is not there, so what the policy grants is not laid",
            remedy: "as root: perm-grant services; if that does not help, see why nothing supervises the service"
        )
    }

    private func wrong(_ found: FileAttributes, _ path: S6Path, _ wanted: String) -> Finding {
        let reason = "it has mode \(found.octalMode), uid \(found.owner) and group \(found.group), and not \(wanted)"
        return Finding(.grant, .problem, path, reason, remedy: "as root: perm-grant services")
    }
}
