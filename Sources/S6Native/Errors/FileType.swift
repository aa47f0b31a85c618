/// A type of file that s6 makes.
public enum FileType: Equatable, Sendable {
    case fifo, directory, regularFile
}

extension FileType: CustomStringConvertible, Worded {
    /// The type in words.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .fifo: "a FIFO"
        case .directory: "a directory"
        case .regularFile: "a regular file"
        }
    }
}
