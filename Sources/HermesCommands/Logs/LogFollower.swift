import S6Native

/// Reads what is added to a log, across whatever rotations there are between one look and the next.
///
/// The file that is read is held open. Once `current` is another, nothing is written to it any more: the rest of it
/// is read, then every archive that was not there before, then the new `current`.
struct LogFollower: ~Copyable {
    private let directory: LogDirectory
    private let output: LogOutput
    private let passedOver: (S6Error) -> Void
    private var watch: DirectoryWatch

    /// The names of the archives that have been read, or are not wanted.
    private var known: Set<[UInt8]> = []
    /// What `current` was, and how far it has been read.
    private var file: LogFile?
    private var offset: Int64 = 0
    /// What was read as `previous`: held, so that it is known again under its archive's name.
    private var ended: LogFile?

    init(
        _ directory: LogDirectory,
        _ output: LogOutput,
        _ passedOver: @escaping (S6Error) -> Void
    ) throws(S6Error) {
        self.directory = directory
        self.output = output
        self.passedOver = passedOver
        watch = try DirectoryWatch(about: directory.path)
    }

    /// Begins with the lines that are wanted, and goes on until it is cancelled.
    mutating func run(from wanted: LogSelection) throws(S6Error) {
        try begin(from: wanted)
        while true {
            try catchUp()
            try output.wait(for: watch)
        }
    }

    /// Sends those lines that are wanted of what there is; of a log that is not there yet, that is all that comes.
    mutating func begin(from wanted: LogSelection) throws(S6Error) {
        let isNew = try subscribe()
        let log = try look()
        let start = try isNew ? LogSelection.Place.beginning : wanted.start(of: log.parts, in: directory, output)
        try send(log.older, from: start)
        go(on: log, at: start.part == log.older.count ? start.offset : 0)
    }

    /// Sends all that has been written so far.
    mutating func catchUp() throws(S6Error) {
        while true {
            try output.check()
            if let file {
                offset = try file.copy(from: offset, output)
                if try file.size() < offset {  // somebody has emptied it
                    offset = 0
                    continue
                }
                if try directory.isCurrent(file) { return }
            }
            guard try advance() else { return }
        }
    }

    /// Goes on to the new `current`, and sends what comes before it; `false` if there is none now.
    private mutating func advance() throws(S6Error) -> Bool {
        let log = try look()
        if let file, log.current?.identity == file.identity {
            go(on: log, at: offset)
            return true
        }
        if let file { _ = try file.copy(from: offset, output) }
        try send(log.older, from: .beginning)
        go(on: log, at: 0)
        return file != nil
    }

    private mutating func go(on log: LogSnapshot, at offset: Int64) {
        known = log.names
        ended = log.unnamed
        file = log.current
        self.offset = offset
    }

    private func send(_ parts: [LogPart], from start: LogSelection.Place) throws(S6Error) {
        for index in parts.indices.dropFirst(start.part) {
            guard let file = try parts[index].opened(in: directory) else { continue }
            _ = try file.copy(from: index == start.part ? start.offset : 0, output)
        }
    }
}

// Where the log is, and whether it is.
extension LogFollower {
    /// What there is now, and what of it is new: subscribed first, so that no change is missed.
    private mutating func look() throws(S6Error) -> LogSnapshot {
        while true {
            try output.check()
            _ = try subscribe()
            do throws(S6Error) {
                let held = [file, ended].compactMap { $0 }
                let log = try LogSnapshot(of: directory, known: known, held: held)
                log.strange.forEach(passedOver)
                return log
            } catch .system(_, _, .noEntry) {
                try release()
            }
        }
    }

    /// Watches the directory that has the path now, which it waits for; `true` if it had to.
    private mutating func subscribe() throws(S6Error) -> Bool {
        var hasWaited = false
        while true {
            do throws(S6Error) {
                try watch.add(directory.path, for: .everything, following: true)
                return hasWaited
            } catch .system(.inotifyAddWatch, _, .noEntry) {
                hasWaited = true
            }
            try release()
            try awaitDirectory()
        }
    }

    /// Sends the rest of the files of a directory that has gone, and lets go of them.
    private mutating func release() throws(S6Error) {
        if let file { _ = try file.copy(from: offset, output) }
        (file, ended) = (nil, nil)
    }

    /// Waits for the directory, or for what is above it, to come.
    private func awaitDirectory() throws(S6Error) {
        var watch = try DirectoryWatch(about: directory.path)
        var missing = directory.path, place = missing.parent
        while true {
            do throws(S6Error) {
                try watch.add(place, for: .entries, following: true)
                break
            } catch .system(.inotifyAddWatch, _, .noEntry) {
                guard place.parent != place else { throw .system(.inotifyAddWatch, path: place, errno: .noEntry) }
                (missing, place) = (place, place.parent)
            }
        }
        if try LogDirectory(missing).exists() { return }  // it has come meanwhile
        try output.wait(for: watch)
    }
}
