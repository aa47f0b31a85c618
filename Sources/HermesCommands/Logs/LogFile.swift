import S6Native

/// A file of a log, held open: whatever becomes of its name, it stays this one.
final class LogFile {
    /// How much is read at once.
    static let chunkSize = 64 * 1024

    let identity: FileAttributes.Identity
    /// What is behind this has been added since.
    let sizeWhenOpened: Int64
    private let file: OpenFile

    init(_ file: consuming OpenFile, _ attributes: FileAttributes) {
        self.file = file
        identity = attributes.identity
        sizeWhenOpened = attributes.size
    }

    func size() throws(S6Error) -> Int64 { try file.attributes().size }

    /// At most `limit` bytes at `offset`; none at the end.
    func read(at offset: Int64, limit: Int = chunkSize) throws(S6Error) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: max(1, min(limit, Self.chunkSize)))
        var bytes = chunk.mutableSpan
        let count = try file.read(into: &bytes, at: offset)
        chunk.removeLast(chunk.count - count)
        return chunk
    }

    /// Sends what there is from `offset` on, up to `end` if that is given; where it stopped.
    func copy(from offset: Int64, to end: Int64? = nil, _ output: LogOutput) throws(S6Error) -> Int64 {
        var offset = offset
        while offset < end ?? .max {
            let bytes = try read(at: offset, limit: Int(clamping: (end ?? .max) - offset))
            guard !bytes.isEmpty else { break }
            offset += Int64(bytes.count)
            try output.send(bytes)
        }
        return offset
    }
}
