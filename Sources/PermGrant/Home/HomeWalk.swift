internal import CGrant
import HermesGateways
import S6Native

/// A walk through what hermes may be changing meanwhile.
///
/// Each entry is opened by one name from its directory, and `openat2` lets no link, no mount and no `..` lead away. It is
/// opened as a mere handle, looked at, and what was looked at is what is given away: nothing is read, or run. A file that
/// has another name may be another's, who keeps it elsewhere. Every directory is read once.
struct HomeWalk {
    /// Whose it is to be.
    let owner: Account
    /// Whose entries are concerned; `nil` for everybody's.
    let former: Account?
    let report: GrantReport
    var counts = HomeCounts()

    /// Each level holds two descriptors.
    private static let deepest = 128
    /// Who adds entries faster than they are walked is not followed for ever.
    private static let most = 20_000_000
    /// How many lines of a kind are told; the boot's log is not for thousands that are alike.
    static let told = 20

    /// How many entries were tried, found or not.
    private var tried = 0
    private var refused: [S6Path] = []

    init(owner: Account, former: Account?, report: GrantReport) {
        self.owner = owner
        self.former = former
        self.report = report
    }

    /// Opens an entry of a directory; `nil` if it is not there, or on another mount.
    ///
    /// One that was listed, and is not there, has gone meanwhile.
    mutating func entry(
        _ name: EntryName,
        in directory: borrowing Directory,
        isListed: Bool = true
    ) throws(GrantError) -> Directory? {
        tried += 1
        let path = directory.path(of: name)
        for _ in 0..<64 {
            let parent = directory.descriptor.rawValue
            let result = name.withTerminated { grant_open_beneath(parent, $0) }
            switch -result {
            case Errno.wouldBlock.rawValue: continue  // something was renamed at that very moment
            case Errno.noEntry.rawValue:
                if isListed { counts.gone += 1 }
                return nil
            case Errno.crossesMounts.rawValue:
                counts.mounts += 1
                return nil
            case Errno.notImplemented.rawValue, Errno.notPermitted.rawValue:
                let remedy = "use a kernel from 5.6 on, and a seccomp profile that allows openat2"
                throw GrantError(.system, "\(path): cannot openat2: \(Errno(rawValue: -result))", remedy: remedy)
            default:
                do throws(S6Error) { return try Directory(taking: result, at: path) } catch { throw GrantError(error) }
            }
        }
        counts.gone += 1
        return nil
    }

    /// Repairs an entry and, if it is a directory, all that is in it, which comes first.
    mutating func repairTree(_ entry: borrowing Directory, depth: Int = 0) throws(GrantError) {
        counts.entries += 1
        if try entry.grantAttributes().kind == .directory {
            guard depth < Self.deepest else {
                return leave(entry, "more than \(Self.deepest) levels: what is in it was left alone")
            }
            try repairContents(of: entry, depth: depth)
        }
        try repair(entry)
    }

    /// Tells of what there is too much of.
    mutating func leave(_ entry: borrowing Directory, _ what: String) {
        counts.leftAlone += 1
        let error = GrantError(.differences, "\(entry.path): there are \(what)", remedy: "see who has made them")
        if counts.leftAlone <= Self.told { report.fail(error) }
    }

    /// Tells of a link in the place of a directory, once.
    mutating func refuse(_ path: S6Path) {
        if refused.contains(path) { return }
        refused.append(path)
        counts.special += 1
        report.tell("\(path): is a symbolic link: refusing to go there")
    }

    private mutating func repairContents(of directory: borrowing Directory, depth: Int) throws(GrantError) {
        let listing = try list(directory)
        try wrapping { () throws(S6Error) in
            try listing.forEachEntry { (found) throws(S6Error) in
                do throws(GrantError) {
                    if let entry = try self.entry(EntryName(found.name), in: directory) {
                        try self.repairTree(entry, depth: depth + 1)
                    }
                } catch {
                    self.note(error)
                }
                if self.tried < Self.most { return true }
                self.leave(directory, "more than \(Self.most) entries: what is left in it was left alone")
                return false
            }
        }
    }

    /// Tells of what could not be done to one entry, which keeps no other.
    mutating func note(_ error: GrantError) {
        counts.failed += 1
        if counts.failed <= Self.told { report.fail(error) }
    }

    /// The directory that the handle holds, to read its entries.
    func list(_ directory: borrowing Directory) throws(GrantError) -> Directory {
        let handle = directory.descriptor.rawValue, path = directory.path
        let result = EntryName(".".utf8).withTerminated { grant_list_beneath(handle, $0) }
        do throws(S6Error) { return try Directory(taking: result, at: path) } catch { throw GrantError(error) }
    }

    /// Gives an entry itself to its owner; `mode` makes its mode of the one that it has.
    mutating func repair(_ entry: borrowing Directory, mode: (UInt32) -> UInt32 = { $0 }) throws(GrantError) {
        let found = try entry.grantAttributes()
        switch found.kind {
        case .directory: break
        case .regular where found.links == 1: break
        case .regular:
            counts.linked += 1
            return
        case .fifo, .symbolicLink, .other:
            counts.special += 1
            return
        }
        if let former, found.owner != former.user { return }
        let permissions = mode(found.permissions)
        let isOwned = found.owner == owner.user && found.group == owner.group
        if isOwned && found.permissions == permissions { return }
        let wanted = Look.of(mode: permissions, user: owner.user, group: owner.group)
        counts.changed += 1
        report.difference(entry.path, is: Look.of(found), should: wanted, isTold: counts.changed <= Self.told)
        if report.isCheck { return }
        if found.permissions != permissions { try entry.permit(permissions) }
        if !isOwned { try entry.give(to: owner.user, owner.group) }
    }
}

extension Errno {
    /// `EXDEV`.
    fileprivate static var crossesMounts: Errno { Errno(rawValue: 18) }
}
