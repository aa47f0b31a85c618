import S6Native

/// The grant on one servicedir.
struct ServiceGrant: ~Copyable {
    private let servicedir: Directory
    private let path: S6Path
    private let layout: SlotLayout

    private var report: GrantReport { layout.report }

    /// Finds the servicedir; `nil` if there is none.
    ///
    /// - Throws: ``GrantCode/tampering`` if others than root could exchange or change it.
    init?(_ path: S6Path, _ layout: SlotLayout) throws(GrantError) {
        guard let servicedir = try RootsPath.open(path, followingRootsLinks: true) else { return nil }
        self.init(servicedir, at: path, layout)
    }

    /// Takes a servicedir that others may be able to change, whose grant can be taken back and nothing else.
    init(_ servicedir: consuming Directory, at path: S6Path, _ layout: SlotLayout) {
        self.servicedir = servicedir
        self.path = path
        self.layout = layout
    }

    /// Lays the grant, or checks that it is laid.
    ///
    /// supervise/ comes last: as s6-supervise makes it, it is closed to all but root, and so is what is in it meanwhile.
    ///
    /// - Throws: ``GrantCode/tampering``, and nothing was changed; or what was refused.
    borrowing func lay(isACL: Bool) throws(GrantError) {
        try SlotJudge.judge(servicedir, at: path)
        if isACL { try checkThereAreLists() } else { try checkGroupsPlaceIsFree() }
        guard let supervise = try entry(.supervise, in: servicedir, at: path) else { return }
        let place = path.appending("supervise")
        for part in [SlotPart.control, .lock] {
            guard let found = try entry(part, in: supervise, at: place) else { continue }
            try lay(part, found, at: place.appending(part.name.bytes), isACL)
        }
        try lay(.supervise, supervise, at: place, isACL)
    }

    private borrowing func lay(
        _ part: SlotPart,
        _ entry: borrowing Directory,
        at path: S6Path,
        _ isACL: Bool
    ) throws(GrantError) {
        if isACL { try layout.layList(part, entry, at: path) } else { try layout.lay(part, entry, at: path) }
    }

    /// Takes the grant back, if there is one.
    ///
    /// supervise/ first: it is closed then, whatever else is found there, and nobody can exchange it any more.
    ///
    /// - Throws: ``GrantCode/tampering`` if something is granted that is not root's.
    borrowing func withdraw() throws(GrantError) {
        guard let supervise = try present({ () throws(S6Error) in try servicedir.link("supervise") }) else { return }
        let attributes = try supervise.grantAttributes(), place = path.appending("supervise")
        guard attributes.kind == .directory else { return }
        guard try isGranted(supervise) else { return }
        guard attributes.owner == 0 else { throw Self.another(place, attributes) }
        try layout.withdraw(.supervise, supervise, at: place)
        guard let control = try present({ () throws(S6Error) in try supervise.link("control") }) else { return }
        let found = try control.grantAttributes()
        guard found.kind == .fifo, found.owner == 0, found.links == 1 else {
            throw Self.another(place.appending("control"), found)
        }
        try layout.withdraw(.control, control, at: place.appending("control"))
    }

    private static func another(_ path: S6Path, _ found: FileAttributes) -> GrantError {
        .tampering(path, "is \(Look.of(found)) and not what was granted")
    }

    /// Whether s6ctl has any of it.
    borrowing func isGranted() throws(GrantError) -> Bool {
        guard let supervise = try present({ () throws(S6Error) in try servicedir.link("supervise") }),
            try supervise.grantAttributes().kind == .directory
        else { return false }
        return try isGranted(supervise)
    }

    private borrowing func isGranted(_ supervise: borrowing Directory) throws(GrantError) -> Bool {
        if try layout.isGranted(supervise) { return true }
        return try isControlGranted(in: supervise)
    }

    private borrowing func isControlGranted(in supervise: borrowing Directory) throws(GrantError) -> Bool {
        let control: Directory
        do throws(S6Error) {
            control = try supervise.link("control")
        } catch .system(_, _, .noEntry), .system(_, _, .permissionDenied) {
            return false  // it is closed to root without capabilities, and so to s6ctl
        } catch {
            throw GrantError(error)
        }
        guard try control.grantAttributes().kind == .fifo else { return false }
        return try layout.isGranted(control)
    }

    /// Finds a part, or makes it as s6-supervise finds and keeps it; `nil` if it is missing and only looked for.
    private borrowing func entry(
        _ part: SlotPart,
        in directory: borrowing Directory,
        at path: S6Path
    ) throws(GrantError) -> Directory? {
        if let found = try present({ () throws(S6Error) in try directory.link(part.name) }) { return found }
        let group = part == .lock ? 0 : layout.group
        report.difference(
            path.appending(part.name.bytes),
            is: "not there",
            should: Look.of(mode: part.mode, user: 0, group: group)
        )
        if report.isCheck { return nil }
        do throws(S6Error) {
            switch part {
            case .supervise: try directory.makeDirectory(part.name, mode: 0o700)
            case .control: try directory.makeFIFO(part.name, mode: 0o600)
            case .lock: _ = try directory.createFile(part.name, mode: 0o600)
            }
        } catch .system(_, _, .exists) {
            // s6-supervise has just made it.
        } catch {
            throw GrantError(error)
        }
        return try wrapping { () throws(S6Error) in try directory.link(part.name) }
    }

    private borrowing func checkThereAreLists() throws(GrantError) {
        if try servicedir.canHaveAccessList() { return }
        let reason = "the file system has no access lists"
        throw GrantError(.system, "\(path): \(reason)", remedy: "use perm-grant services without --acl")
    }

    /// Whoever has the group's place may control the service, and is not to lose that unasked.
    private borrowing func checkGroupsPlaceIsFree() throws(GrantError) {
        guard let supervise = try present({ () throws(S6Error) in try servicedir.link("supervise") }) else { return }
        let place = path.appending("supervise")
        try checkGroupsPlaceIsFree(supervise, at: place)
        if let control = try present({ () throws(S6Error) in try supervise.link("control") }) {
            try checkGroupsPlaceIsFree(control, at: place.appending("control"))
        }
    }

    private borrowing func checkGroupsPlaceIsFree(_ entry: borrowing Directory, at path: S6Path) throws(GrantError) {
        let group = try entry.grantAttributes().group
        if group == 0 || group == layout.group { return }
        throw .configuration(
            path,
            "group \(group) has it already",
            remedy: "use perm-grant services --acl, or chgrp root \(path)"
        )
    }
}
