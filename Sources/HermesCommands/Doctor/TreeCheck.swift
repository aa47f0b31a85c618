import HermesGateways
import S6Native

/// Looks at the tree as a whole: that it is there and kept, under whom, and who else may change it.
enum TreeCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let tree = patient.tree
        if tree.isForeign {
            let reason = "systemd keeps the gateways of this machine, so no tree was looked at"
            return [Finding(.tree, .note, tree.scandir, reason, remedy: "name a tree, if one is meant: --scandir DIR")]
        }
        guard tree.isThere else {
            let reason = "there is no such scandir, so no gateway is kept here"
            let remedy = "start a tree: hermesctl tree run \(tree.scandir); or name it: --scandir, HERMES_SCANDIR"
            return [Finding(.tree, .problem, tree.scandir, reason, remedy: remedy)]
        }
        return scanning(tree) + kind(tree, patient.settings.tree) + writers(tree)
    }

    private static func scanning(_ tree: TreeFacts) -> [Finding] {
        if let error = tree.error { return [Finding(.tree, unseen: tree.scandir, error)] }
        switch tree.isScanned {
        case true?: return []
        case false?:
            let remedy = "start one: hermesctl tree run \(tree.scandir)"
            return [Finding(.tree, .problem, tree.scandir, "no s6-svscan runs on it", remedy: remedy)]
        case nil:
            let reason = "whether an s6-svscan runs on it may not be found out"
            let remedy = "ask as root: s6-svscanctl \(tree.scandir) ends with 0 if one does"
            return [Finding(.tree, .note, tree.scandir, reason, remedy: remedy)]
        }
    }

    private static func kind(_ tree: TreeFacts, _ wanted: TreeKind?) -> [Finding] {
        var findings: [Finding] = []
        if tree.isRootEquivalent {
            let reason = "shared: root's s6-svscan runs what is hermes', so whoever is hermes is as good as root here"
            let remedy = "give hermes a tree of its own: HERMES_GATEWAY_TREE=isolated"
            findings.append(Finding(.tree, .warning, tree.scandir, reason, remedy: remedy))
        }
        if let wanted, let kind = tree.kind, wanted != kind {
            let reason = "HERMES_GATEWAY_TREE says \(wanted), but the tree is \(kind)"
            let remedy = "name the \(wanted) tree: --scandir, HERMES_SCANDIR; or unset HERMES_GATEWAY_TREE"
            findings.append(Finding(.tree, .warning, tree.scandir, reason, remedy: remedy))
        }
        return findings
    }

    /// Who else may have programs run as the owner of an isolated tree, or end it.
    private static func writers(_ tree: TreeFacts) -> [Finding] {
        guard tree.kind == .isolated else { return [] }
        do throws(S6Error) {
            let scandir = try Directory.handle(tree.scandir), attributes = try scandir.ownAttributes()
            var findings = intruders(attributes, tree.scandir)
            guard try scandir.exists(".s6-svscan") else { return findings }
            let hidden = try scandir.handle(".s6-svscan"), inner = try hidden.ownAttributes()
            findings += intruders(inner, hidden.path)
            if attributes.owner != inner.owner, attributes.owner != 0 {
                let reason =
                    "uid \(attributes.owner) owns it, and has uid \(inner.owner), whose tree it is, run anything"
                let remedy = "chown \(inner.owner) \(tree.scandir)"
                findings.append(Finding(.tree, .problem, tree.scandir, reason, remedy: remedy))
            }
            return findings
        } catch {
            return [Finding(.tree, unseen: tree.scandir, error)]
        }
    }

    private static func intruders(_ attributes: FileAttributes, _ path: S6Path) -> [Finding] {
        guard attributes.permissions & 0o022 != 0 else { return [] }
        let who = attributes.permissions & 0o002 != 0 ? "anybody" : "group \(attributes.group)"
        let reason = "\(who) may write in it, and so have programs run as uid \(attributes.owner)"
        return [Finding(.tree, .problem, path, reason, remedy: "chmod go-w \(path)")]
    }
}
