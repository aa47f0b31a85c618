import S6Native

/// Why something that root relies on is not root's alone.
struct Fault {
    let who: String
    let remedy: String

    /// `nil` where it is; `place` is where that can be looked at.
    init?(of attributes: FileAttributes, at place: S6Path, _ machine: Machine) {
        let preposition = attributes.kind == .directory ? "in" : "to", mode = attributes.octalMode
        if attributes.owner != machine.keeper {
            who = "uid \(attributes.owner) owns it"
            remedy = "chown root:root \(place)" + (attributes.permissions & 0o022 == 0 ? "" : " && chmod go-w \(place)")
        } else if attributes.permissions & 0o002 != 0 {
            who = "anybody may write \(preposition) it (mode \(mode))"
            remedy = "chmod o-w \(place), or have root use another place"
        } else if attributes.permissions & 0o020 != 0, attributes.group != machine.keeperGroup {
            who = "group \(attributes.group) may write \(preposition) it (mode \(mode))"
            remedy = "chmod g-w \(place)"
        } else if CurrentProcess.user != 0, CurrentProcess.user != machine.keeper, PathFacts.mayWrite(place) {
            who = "uid \(CurrentProcess.user) may write \(preposition) it, by an access control list"
            remedy = "setfacl -b \(place)"
        } else {
            return nil
        }
    }
}

extension FileAttributes {
    /// The permissions as `chmod` takes them.
    var octalMode: String {
        let text = String(permissions, radix: 8)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
