import S6Native

/// Finds the first line of a file whose stamp is not before a moment.
struct FirstLineSince {
    private let since: TAI64N
    private var stamp = LogStamp()
    /// The beginning of the line, as far as it has been read, unless that is decided.
    private var head: [UInt8]? = []
    private var lineStart: Int64 = 0
    private var offset: Int64 = 0

    init(_ since: LogSince) {
        self.since = since.moment
        head?.reserveCapacity(LogStamp.length)
    }

    /// What follows is of another file.
    mutating func beginFile() { (head, lineStart, offset) = ([], 0, 0) }

    /// Takes the bytes that follow; the offset of the line in the file, `nil` if it has not come.
    mutating func find(in bytes: ArraySlice<UInt8>) -> Int64? {
        var rest = bytes
        while !rest.isEmpty {
            if var head {
                let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
                let taken = rest[..<end].prefix(LogStamp.length - head.count)
                head += taken
                let isWhole = head.count == LogStamp.length || end < rest.endIndex
                self.head = isWhole ? nil : head
                if isWhole, isWanted(head) { return lineStart }
                skip(taken.count, of: &rest)
            } else if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                skip(end + 1 - rest.startIndex, of: &rest)
                (head, lineStart) = ([], offset)
            } else {
                skip(rest.count, of: &rest)
            }
        }
        return nil
    }

    /// The file ends here: the offset of its last line, if that has no end, and is the one.
    mutating func endFile() -> Int64? {
        guard let head, !head.isEmpty, isWanted(head) else { return nil }
        return lineStart
    }

    private mutating func isWanted(_ head: [UInt8]) -> Bool {
        guard let moment = stamp.decode(head[...]) else { return false }
        return moment >= since
    }

    private mutating func skip(_ count: Int, of rest: inout ArraySlice<UInt8>) {
        rest.removeFirst(count)
        offset += Int64(count)
    }
}
