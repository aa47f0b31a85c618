import S6Native

/// Follows the paths that root relies on, and finds where somebody else could put another thing in their place.
///
/// Every directory from the root directory on, and what is at the end, has to be root's, and not to be written to by
/// others. A link is judged by the directory it is in; then its target is followed. What is below something that is not
/// root's alone is not looked at: it has been told.
struct PathAudit {
    /// What root does with what it finds, and so what becomes of root if that is another's.
    enum Role {
        case passage, file, program, events, supervise, log, search
        /// What a policy has root do with it, in words.
        case granted(String)
    }

    /// What is at the end of a path, as the machine has it, every link on the way resolved.
    enum End: Equatable {
        case directory(S6Path, FileAttributes)
        case file(S6Path, FileAttributes)
    }

    let machine: Machine
    private(set) var findings: [Finding] = []
    /// Where we may not look, though others than root may go there.
    private var forbidden: [S6Path] = []
    private var judged: [S6Path: Bool] = [:]

    init(_ machine: Machine) { self.machine = machine }

    /// Follows a path to its end; `nil` if there is nothing, or if what there is has been found to be bad.
    mutating func walk(_ path: S6Path, _ role: Role) -> End? {
        var place: S6Path = "/"
        var rest = Self.components(path), links = 0
        do throws(S6Error) {
            var attributes = try Directory.handle(machine.root).ownAttributes()
            guard judge(place, attributes, role.ofPassage) else { return nil }
            while let name = rest.popLast() {
                if name.elementsEqual(".".utf8) { continue }
                if name.elementsEqual("..".utf8) {
                    place = place.parent
                    attributes = try Directory.handle(machine.place(of: place)).ownAttributes()
                    continue
                }
                let directory = try Directory.handle(machine.place(of: place)), entry = EntryName(name)
                guard let found = try look(entry, in: directory, attributes, at: place) else { return nil }
                let next = place.appending(name)
                switch found.kind {
                case .symbolicLink:
                    links += 1
                    guard links <= 40 else { return nil }  // as the kernel
                    let target = try directory.readLink(entry)
                    if target.bytes.first == UInt8(ascii: "/") { place = "/" }
                    rest += Self.components(target)
                    attributes = try Directory.handle(machine.place(of: place)).ownAttributes()
                case .directory:
                    guard judge(next, found, rest.isEmpty ? role : role.ofPassage) else { return nil }
                    (place, attributes) = (next, found)
                case .regular:
                    guard rest.isEmpty, judge(next, found, role) else { return nil }
                    return .file(next, found)
                case .fifo, .other:
                    return rest.isEmpty ? .file(next, found) : nil
                }
            }
            return .directory(place, attributes)
        } catch .system(_, _, .noEntry), .system(_, _, .notDirectory) {
            return nil
        } catch {
            findings.append(Finding(.rootPath, unseen: machine.place(of: place), error))
            return nil
        }
    }

    /// The names in a directory that was found to be good, sorted; none, where they may not be read.
    mutating func names(in directory: S6Path, _ attributes: FileAttributes) -> [[UInt8]] {
        var names: [[UInt8]] = []
        do throws(S6Error) {
            try Directory.listing(machine.place(of: directory)).forEachEntry { (entry) throws(S6Error) in
                names.append(entry.name)
                return true
            }
        } catch .system(_, _, .permissionDenied) {
            noteForbidden(directory, attributes)
        } catch {
            findings.append(Finding(.rootPath, unseen: machine.place(of: directory), error))
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Adds what a check of its own has found, once: links lead to one thing in several ways.
    mutating func add(_ finding: Finding) {
        if !findings.contains(finding) { findings.append(finding) }
    }

    /// All findings, with one for the places where we may not look.
    var result: [Finding] {
        guard let first = forbidden.first else { return findings }
        let more = forbidden.count == 1 ? "" : " (nor may \(forbidden.count - 1) like it)"
        let reason = "it may not be looked into\(more), but others than root may go there"
        let place = machine.place(of: first)
        return findings + [Finding(.rootPath, .note, place, reason, remedy: "look as root: ls -lR \(place)")]
    }

    private static func components(_ path: S6Path) -> [ArraySlice<UInt8>] {
        path.bytes.split(separator: UInt8(ascii: "/")).reversed()
    }

    /// What is known of an entry; `nil` if we may not look.
    private mutating func look(
        _ entry: EntryName,
        in directory: borrowing Directory,
        _ attributes: FileAttributes,
        at place: S6Path
    ) throws(S6Error) -> FileAttributes? {
        do throws(S6Error) {
            return try directory.attributes(of: entry)
        } catch .system(_, _, .permissionDenied) {
            noteForbidden(place, attributes)
            return nil
        }
    }

    /// A directory that is closed to all but root holds nothing that anybody else could change.
    private mutating func noteForbidden(_ directory: S6Path, _ attributes: FileAttributes) {
        let isClosed = attributes.owner == machine.keeper && attributes.permissions & 0o011 == 0
        if !isClosed, !forbidden.contains(directory) { forbidden.append(directory) }
    }

    private mutating func judge(_ path: S6Path, _ attributes: FileAttributes, _ role: Role) -> Bool {
        if let known = judged[path] { return known }
        let place = machine.place(of: path)
        let fault = Fault(of: attributes, at: place, machine, sparesGroup: role.isOpenToRootsGroup)
        if let fault {
            let reason = "\(fault.who): \(role.consequence)"
            findings.append(Finding(.rootPath, .problem, place, reason, remedy: fault.remedy))
        }
        judged[path] = fault == nil
        return fault == nil
    }
}

extension PathAudit.Role {
    /// s6 makes a fifodir 03730, which lets root's group write.
    fileprivate var isOpenToRootsGroup: Bool {
        if case .events = self { true } else { false }
    }

    /// What a directory on the way is for.
    fileprivate var ofPassage: Self {
        if case .granted = self { self } else { .passage }
    }

    fileprivate var consequence: String {
        switch self {
        case .passage: "who can change it has root use another thing than root means"
        case .file: "root reads it"
        case .program: "root executes it"
        case .events: "who may write in it has root's s6-supervise write into any file"
        case .supervise: "who may write in it has root's s6-supervise empty any file"
        case .log: "who may write in it has root's s6-log add to any file, and make it executable"
        case .search: "root looks there for the programs that it executes"
        case .granted(let consequence): consequence
        }
    }
}
