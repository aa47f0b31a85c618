import S6Native

/// A file of a log in its turn: an archive, opened when it is read, or one that is held open.
enum LogPart {
    case archive(EntryName)
    case held(LogFile)

    /// The file; `nil` if it has been removed meanwhile, as the oldest archives are, or its whole directory.
    func opened(in directory: LogDirectory) throws(S6Error) -> LogFile? {
        switch self {
        case .held(let file): return file
        case .archive(let name):
            do throws(S6Error) {
                return try directory.opened().logFile(name)
            } catch .system(.open, _, .noEntry) {
                return nil
            }
        }
    }
}
