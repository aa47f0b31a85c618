/// A type of file that s6 makes.
public enum FileType: Equatable, Sendable {
    case fifo, directory, regularFile
}

extension FileType: CustomStringConvertible {
    /// The type in words.
    public var description: String {
        switch self {
        case .fifo: "a FIFO"
        case .directory: "a directory"
        case .regularFile: "a regular file"
        }
    }
}
