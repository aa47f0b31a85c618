import S6Native

/// Which lines of a log are wanted.
struct LogSelection {
    /// How many, counted from the end; all if `nil`.
    var last: Int?
    /// Those from the first on that is not older.
    var since: LogSince?

    /// A place in the files of a log.
    struct Place: Comparable {
        var part: Int
        var offset: Int64

        static let beginning = Place(part: 0, offset: 0)

        static func < (left: Self, right: Self) -> Bool { (left.part, left.offset) < (right.part, right.offset) }
    }

    /// Where the lines that are wanted begin, of those that were there when the files were opened.
    func start(of parts: [LogPart], in directory: LogDirectory, _ output: LogOutput) throws(S6Error) -> Place {
        var start = Place.beginning
        if let since { start = max(start, try find(since, parts, directory, output)) }
        if let last { start = max(start, try find(last, parts, directory, output)) }
        return start
    }

    private func find(
        _ since: LogSince,
        _ parts: [LogPart],
        _ directory: LogDirectory,
        _ output: LogOutput
    ) throws(S6Error) -> Place {
        var finder = FirstLineSince(since)
        for index in parts.indices {
            guard let file = try parts[index].opened(in: directory) else { continue }
            finder.beginFile()
            var offset: Int64 = 0
            while offset < file.sizeWhenOpened {
                let bytes = try file.read(at: offset, limit: Int(clamping: file.sizeWhenOpened - offset))
                guard !bytes.isEmpty else { break }
                if let found = finder.find(in: bytes[...]) { return Place(part: index, offset: found) }
                offset += Int64(bytes.count)
                try output.check()
            }
            if let found = finder.endFile() { return Place(part: index, offset: found) }
        }
        return try end(of: parts, directory)
    }

    private func find(
        _ last: Int,
        _ parts: [LogPart],
        _ directory: LogDirectory,
        _ output: LogOutput
    ) throws(S6Error) -> Place {
        guard last > 0 else { return try end(of: parts, directory) }
        var finder = LastLines(last)
        for index in parts.indices.reversed() {
            guard let file = try parts[index].opened(in: directory) else { continue }
            var end = file.sizeWhenOpened
            while end > 0 {
                let start = max(0, end - Int64(LogFile.chunkSize))
                let bytes = try file.read(at: start, limit: Int(end - start))
                if let found = finder.begin(in: bytes[...]) { return Place(part: index, offset: start + Int64(found)) }
                end = start
                try output.check()
            }
        }
        return .beginning
    }

    /// The end of the last file: what is added to it comes after all that was there.
    private func end(of parts: [LogPart], _ directory: LogDirectory) throws(S6Error) -> Place {
        guard let last = parts.last, let file = try last.opened(in: directory) else {
            return Place(part: parts.count, offset: 0)
        }
        return Place(part: parts.count - 1, offset: file.sizeWhenOpened)
    }
}
