/// A path as the kernel sees it: bytes, none of them NUL.
///
/// A `String` repairs what is not UTF-8 and would then name another file; this does not. A relative path is
/// resolved against the process's working directory at each call that takes it.
public struct S6Path: Hashable, Sendable {
    /// The bytes and the NUL that ends them for the kernel.
    private let terminated: [UInt8]

    /// Takes the bytes of a path, without a NUL at the end.
    ///
    /// - Throws: ``S6Error/invalidPath(bytes:)`` when there are none, or a NUL is among them.
    public init(bytes: some Sequence<UInt8>) throws(S6Error) {
        var terminated = [UInt8]()
        for byte in bytes { terminated.append(byte) }
        guard !terminated.isEmpty && !terminated.contains(0) else {
            throw .invalidPath(bytes: terminated)
        }
        terminated.append(0)
        self.terminated = terminated
    }

    /// The same of an array, which need not be found out about while the program runs.
    package init(bytes: [UInt8]) throws(S6Error) {
        guard !bytes.isEmpty && !bytes.contains(0) else { throw .invalidPath(bytes: bytes) }
        terminated = bytes + [0]
    }

    /// Takes a path in UTF-8.
    ///
    /// - Throws: ``S6Error/invalidPath(bytes:)`` when it is empty or holds a NUL.
    public init(_ string: String) throws(S6Error) { try self.init(bytes: string.utf8) }

    /// For the callers that know there is no NUL.
    init(unchecked bytes: [UInt8]) { terminated = bytes + [0] }

    /// The bytes, without the NUL.
    public var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// Whether the bytes are UTF-8, so that ``description`` names the same file.
    public var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// What stands behind the last slash that has anything behind it; the whole path where there is none.
    public var lastComponent: ArraySlice<UInt8> {
        let trimmed = withoutTrailingSlashes
        guard let slash = trimmed.lastIndex(of: UInt8(ascii: "/")) else { return trimmed }
        return trimmed[(slash + 1)...]
    }

    /// What stands before the last component: `.` where that is all there is, `/` for what is in the root.
    public var parent: S6Path {
        var head = withoutTrailingSlashes.dropLast(lastComponent.count)
        guard !head.isEmpty else { return S6Path(unchecked: [UInt8(ascii: ".")]) }
        while head.count > 1 && head.last == UInt8(ascii: "/") { head.removeLast() }
        return S6Path(unchecked: Array(head))
    }

    /// Whether there is a slash in it, so that it names a place and not only an entry.
    public var hasSlash: Bool { terminated.contains(UInt8(ascii: "/")) }

    /// This path, a slash, and an entry below it.
    public func appending(_ entry: some Collection<UInt8>) -> S6Path {
        var joined = Array(bytes)
        if joined.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: entry)
        return S6Path(unchecked: joined)
    }

    package func appending(_ entry: StaticString) -> S6Path { appending(Array(entry)) }

    /// The same place, named without slashes at the end, which would have the kernel follow a link there.
    var trimmed: S6Path { S6Path(unchecked: Array(withoutTrailingSlashes)) }

    /// Whether it begins at the root.
    package var isAbsolute: Bool { terminated.first == UInt8(ascii: "/") }

    /// What stands between the slashes.
    package var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

    private var withoutTrailingSlashes: ArraySlice<UInt8> {
        var trimmed = bytes
        while trimmed.count > 1 && trimmed.last == UInt8(ascii: "/") { trimmed.removeLast() }
        return trimmed
    }

    /// Lends the bytes to a system call, with the NUL.
    func withTerminated<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(terminated.span) }
}

extension S6Path: CustomStringConvertible, Worded {
    /// The path for a person to read: see ``ReadableText``.
    public var description: String { text.string }

    package var text: Text { ReadableText.text(of: bytes) }
}

extension S6Path: ExpressibleByStringLiteral {
    /// A path written in the source.
    ///
    /// It must not be empty and must hold no NUL.
    public init(stringLiteral value: StaticString) {
        let bytes = Array(value)
        precondition(!bytes.isEmpty && !bytes.contains(0), "a path is not empty and holds no NUL")
        self.init(unchecked: bytes)
    }
}
