internal import CPermEntry

/// The way to a directory on which nobody but root can have put anything.
///
/// It is gone by descriptor: each directory is opened, looked at, and the next one opened from it. What was looked at
/// cannot be exchanged, since only root could, in the directory before. A link is read where it stands, which is root's
/// alone as well, and its target gone the same way.
struct TrustedPath: ~Copyable {
    private(set) var place: Handle
    private var isAtRoot = true
    private var links: Int

    /// Begins at the root directory, and will follow so many links, all of them root's.
    init(links: Int) throws(Refusal) {
        self.links = links
        place = try Self.start()
    }

    private static func start() throws(Refusal) -> Handle {
        let root = try Handle.root()
        guard try root.facts().isRootsAlone else { throw .tampering }
        return root
    }

    /// Goes on from where it is, or from the root directory if the path is absolute.
    ///
    /// Where there is nothing, `absent` is thrown.
    mutating func follow(_ path: PathText, absent: Refusal) throws(Refusal) {
        var rest = path, name = InlineArray<256, UInt8>(repeating: 0)
        if rest.isAbsolute { try restart() }
        while let length = try rest.next(into: &name) {
            let opened = perm_open_handle(place.descriptor, name.span.extracting(..<length))
            let next = try Handle.taking(opened, absent: absent)
            let facts = try next.facts()
            switch facts.kind {
            case .directory where facts.isRootsAlone:
                place = next
                isAtRoot = false
            case .link where facts.isRoots:
                links -= 1
                guard links >= 0 else { throw .tampering }
                let target = try Self.target(of: next)
                if target.isAbsolute { try restart() }
                try rest.prepend(target)
            default:
                throw .tampering
            }
        }
    }

    private mutating func restart() throws(Refusal) {
        if !isAtRoot { place = try Self.start() }
        isAtRoot = true
    }

    private static func target(of link: borrowing Handle) throws(Refusal) -> PathText {
        var text = InlineArray<512, UInt8>(repeating: 0)
        var bytes = text.mutableSpan
        let length = perm_read_link(link.descriptor, &bytes)
        guard length > 0, length < 512 else { throw .system }
        return try PathText(text.span.extracting(..<Int(length)))
    }
}
