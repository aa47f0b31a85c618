import S6Native

/// The files of a log at one moment, in order.
struct LogSnapshot {
    /// The names of all archives.
    let names: Set<[UInt8]>
    /// What comes before `current` and is new, the oldest first.
    let older: [LogPart]
    /// `previous`, if it has no archive's name so far.
    let unnamed: LogFile?
    let current: LogFile?
    /// What has the name of an archive, and is new, and is none.
    let strange: [S6Error]

    /// Looks, and looks again if s6-log rotates meanwhile.
    ///
    /// New is what is neither among the names `known` nor one of the files `held`. A name that s6-log gives is never
    /// given again, where an inode's number is, unless the file is held open.
    init(of directory: LogDirectory, known: Set<[UInt8]> = [], held: [LogFile] = []) throws(S6Error) {
        let look = try LogLook.steady(of: directory), read = held.map(\.identity)
        var older: [LogPart] = [], strange: [S6Error] = [], isNamed = false
        for bytes in look.names {
            let name = EntryName(bytes)
            guard let attributes = try look.place.logAttributes(name) else { continue }
            let identity = attributes.identity
            if identity == look.previous?.identity { isNamed = true }
            if known.contains(bytes) || read.contains(identity) || identity == look.current?.identity { continue }
            if try look.place.couldBeLog(attributes) {
                older.append(.archive(name))
            } else {
                strange.append(look.place.notLog(name))
            }
        }
        unnamed = isNamed ? nil : look.previous
        if let unnamed, !read.contains(unnamed.identity) { older.append(.held(unnamed)) }
        self.older = older
        self.strange = strange
        names = Set(look.names)
        current = look.current
    }

    /// All that is new, the oldest first.
    var parts: [LogPart] { older + (current.map { [.held($0)] } ?? []) }
}
