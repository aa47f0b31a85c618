/// A path that is still to be followed: taken from the front, component by component, and put before by links.
struct PathText {
    private static let capacity = 1024

    private var bytes = InlineArray<1024, UInt8>(repeating: 0)
    private var count = 0

    init(_ text: Span<UInt8>) throws(Refusal) {
        guard text.count <= Self.capacity else { throw .system }
        for n in text.indices { bytes[n] = text[n] }
        count = text.count
    }

    init(_ name: ServiceName) {
        for n in 0..<name.count { bytes[n] = name[n] }
        count = name.count
    }

    var isAbsolute: Bool { count > 0 && bytes[0] == UInt8(ascii: "/") }

    /// Takes the first component, into `name`, with a NUL; its length with that, or `nil` if there is none left.
    mutating func next(into name: inout InlineArray<256, UInt8>) throws(Refusal) -> Int? {
        var start = 0
        while start < count && bytes[start] == UInt8(ascii: "/") { start += 1 }
        var end = start
        while end < count && bytes[end] != UInt8(ascii: "/") {
            guard end - start < 255 else { throw .system }  // longer than any name
            name[end - start] = bytes[end]
            end += 1
        }
        if start == end { return nil }
        name[end - start] = 0
        for n in end..<count { bytes[n - end] = bytes[n] }
        count -= end
        return end - start + 1
    }

    /// Puts the target of a link before what is left.
    mutating func prepend(_ target: PathText) throws(Refusal) {
        var whole = target
        guard target.count + 1 + count <= Self.capacity else { throw .system }
        whole.bytes[target.count] = UInt8(ascii: "/")
        for n in 0..<count { whole.bytes[target.count + 1 + n] = bytes[n] }
        whole.count = target.count + 1 + count
        self = whole
    }
}
