import S6Native

extension PathAudit {
    /// Follows a directory with all that is in it; links are followed, but what is in a directory they lead to is not.
    mutating func walk(tree path: S6Path, _ role: Role = .file, depth: Int = 8) {
        guard case .directory(let directory, let attributes) = walk(path, role), depth > 0 else { return }
        for name in names(in: directory, attributes) {
            let entry = directory.appending(name)
            if case .directory(entry, _) = walk(entry, role) { walk(tree: entry, role, depth: depth - 1) }
        }
    }
}
