/// The number a system call failed with.
public struct Errno: RawRepresentable, Equatable, Sendable {
    /// The C number.
    public let rawValue: CInt

    /// Wraps a C number.
    public init(rawValue: CInt) { self.rawValue = rawValue }

    /// `EPERM`.
    public static let notPermitted = Errno(rawValue: 1)
    /// `ENOENT`.
    public static let noEntry = Errno(rawValue: 2)
    /// `ESRCH`.
    public static let noProcess = Errno(rawValue: 3)
    /// `EINTR`.
    public static let interrupted = Errno(rawValue: 4)
    /// `ENXIO`: a FIFO was opened for writing and nobody reads it.
    public static let noReader = Errno(rawValue: 6)
    /// `EAGAIN`.
    public static let wouldBlock = Errno(rawValue: 11)
    /// `EACCES`.
    public static let permissionDenied = Errno(rawValue: 13)
    /// `EBUSY`: it is in use, as what something is mounted on.
    public static let busy = Errno(rawValue: 16)
    /// `EEXIST`.
    public static let exists = Errno(rawValue: 17)
    /// `ENOTDIR`.
    public static let notDirectory = Errno(rawValue: 20)
    /// `EISDIR`.
    public static let isDirectory = Errno(rawValue: 21)
    /// `EINVAL`.
    public static let invalidArgument = Errno(rawValue: 22)
    /// `ENFILE`: the system's table of open files is full.
    public static let systemFileLimit = Errno(rawValue: 23)
    /// `EMFILE`: the process has as many descriptors as `RLIMIT_NOFILE` allows.
    public static let descriptorLimit = Errno(rawValue: 24)
    /// `ENOSPC`.
    public static let noSpace = Errno(rawValue: 28)
    /// `EROFS`.
    public static let readOnlyFileSystem = Errno(rawValue: 30)
    /// `EPIPE`: the last reader of a FIFO has gone.
    public static let brokenPipe = Errno(rawValue: 32)
    /// `ENAMETOOLONG`.
    public static let nameTooLong = Errno(rawValue: 36)
    /// `ENOSYS`.
    public static let notImplemented = Errno(rawValue: 38)
    /// `ENOTEMPTY`.
    public static let notEmpty = Errno(rawValue: 39)
    /// `ELOOP`: a symbolic link where none is followed.
    public static let symbolicLink = Errno(rawValue: 40)
    /// `EOPNOTSUPP`: the file system has nothing of the kind.
    public static let notSupported = Errno(rawValue: 95)
}

extension Errno: CustomStringConvertible, Worded {
    /// The reason in words; the number where we have none.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .notPermitted: "operation not permitted"
        case .noEntry: "no such file or directory"
        case .noProcess: "no such process"
        case .interrupted: "interrupted by a signal"
        case .noReader: "nobody reads it"
        case .wouldBlock: "it would block"
        case .permissionDenied: "permission denied"
        case .busy: "it is in use, perhaps as a mount point"
        case .exists: "it exists already"
        case .notDirectory: "not a directory"
        case .isDirectory: "is a directory"
        case .invalidArgument: "invalid argument"
        case .systemFileLimit: "too many open files in the system"
        case .descriptorLimit: "too many open files"
        case .noSpace: "no space left on the device"
        case .readOnlyFileSystem: "read-only file system"
        case .brokenPipe: "its reader has gone"
        case .nameTooLong: "the name is too long"
        case .notImplemented: "this kernel does not have the call"
        case .notEmpty: "the directory is not empty"
        case .symbolicLink: "it is a symbolic link, which is not followed here"
        case .notSupported: "the file system does not have that"
        default: "errno \(rawValue)"
        }
    }
}
