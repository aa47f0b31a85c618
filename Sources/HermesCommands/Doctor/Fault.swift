import S6Native

/// Why something that root relies on is not root's alone.
struct Fault {
    let who: String
    let remedy: String

    /// `nil` where it is; `place` is where that can be looked at.
    ///
    /// A right to write that a group has counts whatever the group: an access control list shows as one, and the helper
    /// refuses the path. `sparesGroup` is for what s6 itself opens to root's group.
    init?(of attributes: FileAttributes, at place: S6Path, _ machine: Machine, sparesGroup: Bool = false) {
        let preposition = attributes.kind == .directory ? "in" : "to", mode = attributes.octalMode
        if attributes.owner != machine.keeper {
            who = "uid \(attributes.owner) owns it"
            remedy = "chown root:root \(place)" + (attributes.permissions & 0o022 == 0 ? "" : " && chmod go-w \(place)")
        } else if attributes.permissions & 0o002 != 0 {
            who = "anybody may write \(preposition) it (mode \(mode))"
            remedy = "chmod o-w \(place), or have root use another place"
        } else if attributes.permissions & 0o020 != 0, let writer = AccessList.stranger(at: place, machine) {
            who = "\(writer) may write \(preposition) it, by an access control list"
            remedy = "setfacl -b \(place)"
        } else if attributes.permissions & 0o020 != 0, !sparesGroup || attributes.group != machine.keeperGroup {
            who = "group \(attributes.group) may write \(preposition) it (mode \(mode))"
            remedy = "chmod g-w \(place)"
        } else if attributes.kind == .directory, let heir = AccessList.heir(at: place, machine) {
            who = "\(heir) may write to what is made in it, by a default access control list"
            remedy = "setfacl -k \(place), and setfacl -b what has been made there since"
        } else if CurrentProcess.user != 0, CurrentProcess.user != machine.keeper, PathFacts.mayWrite(place) {
            who = "uid \(CurrentProcess.user) may write \(preposition) it, by an access control list"
            remedy = "setfacl -b \(place)"
        } else {
            return nil
        }
    }
}

extension AccessList {
    /// The first whom a list lets write, and who is not root.
    static func stranger(at place: S6Path, _ machine: Machine, sparing group: UInt32? = nil) -> Name? {
        AccessList(of: place)?.writers.first { $0 != .user(machine.keeper) && $0 != group.map { .group($0) } }
    }

    /// The same for what will be made in a directory.
    fileprivate static func heir(at place: S6Path, _ machine: Machine) -> Name? {
        AccessList(givenIn: place)?.writers.first { $0 != .user(machine.keeper) }
    }
}

extension FileAttributes {
    /// The permissions as `chmod` takes them.
    var octalMode: String {
        let text = String(permissions, radix: 8)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
