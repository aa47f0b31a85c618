import S6Native

/// The way to a directory on which nobody but root can have put anything, gone by descriptor.
///
/// Each directory is looked at before the next one is opened from it; what was looked at cannot be exchanged, since only
/// root could. The helper goes to a service the same way.
enum RootsPath {
    /// Opens a directory, as a mere handle, which is root's alone itself.
    ///
    /// - Throws: ``GrantCode/tampering`` if it is not, if another's link is on the way, or any where none may be.
    static func open(_ path: S6Path, followingRootsLinks: Bool) throws(GrantError) -> Directory? {
        var place = try start()
        var rest = Array(path.components.reversed())
        var links = 0
        while let component = rest.popLast() {
            let name = EntryName(component)
            guard let next = try present({ () throws(S6Error) in try place.link(name) }) else { return nil }
            let attributes = try wrapping { () throws(S6Error) in try next.ownAttributes() }
            switch attributes.kind {
            case .directory where attributes.isRootsAlone:
                place = next
            case .symbolicLink where attributes.owner == 0 && followingRootsLinks:
                links += 1
                guard links <= 8 else { throw .tampering(path, "more than 8 links lead there") }
                let target = try wrapping { () throws(S6Error) in try next.readLinkItself() }
                if target.isAbsolute { place = try start() }
                rest += target.components.reversed()
            case .directory:
                let look = Look.of(attributes)
                throw refused(path, next.path, "is \(look): others than root can change what is in it")
            case .symbolicLink where attributes.owner == 0:
                throw refused(path, next.path, "is a symbolic link, which is not followed here")
            case .symbolicLink:
                throw refused(path, next.path, "is a symbolic link of uid \(attributes.owner)")
            case .fifo, .regular, .other:
                throw refused(path, next.path, "is no directory")
            }
        }
        return place
    }

    private static func refused(_ path: S6Path, _ place: S6Path, _ reason: String) -> GrantError {
        .tampering(path, place == path ? reason : "cannot be trusted: \(place) \(reason)")
    }

    private static func start() throws(GrantError) -> Directory {
        let root = try wrapping { () throws(S6Error) in try Directory.handle("/") }
        let attributes = try wrapping { () throws(S6Error) in try root.ownAttributes() }
        guard attributes.isRootsAlone else { throw .tampering("/", "is \(Look.of(attributes))") }
        return root
    }
}
