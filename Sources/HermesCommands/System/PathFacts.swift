import Glibc
import S6Native

/// What the C library can tell of a path, and S6Native has no need of.
enum PathFacts {
    /// Whether this process may write to it, by whatever right.
    static func mayWrite(_ path: S6Path) -> Bool {
        unsafe withCString(path) { unsafe access($0, W_OK) == 0 }
    }

    /// How many seconds ago it was last written, itself and not what it leads to; `nil` if it is not there.
    static func age(of path: S6Path) -> Int64? {
        unsafe withCString(path) { name in
            var attributes = stat()
            guard unsafe lstat(name, &attributes) == 0 else { return nil }
            return CurrentProcess.unixSeconds - Int64(attributes.st_mtim.tv_sec)
        }
    }

    private static func withCString<Result>(_ path: S6Path, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        // SAFETY: the terminator is added here, and UInt8 and CChar have one layout.
        unsafe (path.bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("it has a NUL at least") }
            return unsafe body(start)
        }
    }
}
