internal import CS6Shim

extension S6Path {
    /// The inode of what has the path, not of what that leads to; 0 if nothing can be seen.
    func inode() -> UInt64 {
        let raw = withTerminated { cs6_stat_entry(CInt(CS6_AT_FDCWD), $0) }
        return raw.result == 0 ? raw.inode : 0
    }

    /// Whether that which the path leads to is a file that somebody may execute.
    package func isProgram() -> Bool {
        let raw = withTerminated { cs6_stat_target(CInt(CS6_AT_FDCWD), $0) }
        guard raw.result == 0 else { return false }
        let attributes = FileAttributes(raw)
        return attributes.kind == .regular && attributes.permissions & 0o111 != 0
    }

    /// An extended attribute of what has the path, not of what that leads to; `nil` if it has none.
    package func extendedAttribute(_ name: StaticString) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: 4096)
        var bytes = value.mutableSpan
        let name = EntryName(Array(name))
        let count = withTerminated { path in name.withTerminated { cs6_read_attribute(path, $0, &bytes) } }
        return count < 0 ? nil : Array(value[..<count])
    }
}
