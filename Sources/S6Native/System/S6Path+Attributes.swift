internal import CS6Shim

extension S6Path {
    /// An extended attribute of what has the path, not of what that leads to; `nil` if it has none.
    package func extendedAttribute(_ name: StaticString) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: 4096)
        var bytes = value.mutableSpan
        let name = EntryName(Array(name))
        let count = withTerminated { path in name.withTerminated { cs6_read_attribute(path, $0, &bytes) } }
        return count < 0 ? nil : Array(value[..<count])
    }
}
