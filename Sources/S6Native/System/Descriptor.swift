internal import CS6Shim

/// An open file descriptor and the duty to close it.
///
/// It has one owner: passing it on is a move, and the end of its life closes it. Nothing that is closed here
/// can report a loss by it: FIFOs, directories, and files that are read or written whole before they count.
package struct Descriptor: ~Copyable, Sendable {
    package let rawValue: CInt

    package init(taking rawValue: CInt) { self.rawValue = rawValue }

    deinit { _ = cs6_close(rawValue) }

    /// Reads once into `bytes`; `0` at the end of the file, `nil` when a FIFO has nothing now.
    borrowing func read(
        into bytes: inout MutableSpan<UInt8>,
        _ path: @autoclosure () -> S6Path
    ) throws(S6Error) -> Int? {
        let count = cs6_read(rawValue, &bytes)
        if -count == Int(Errno.wouldBlock.rawValue) { return nil }
        return try S6Error.check(.read, count, path())
    }

    /// How many descriptors this process may have open: the soft `RLIMIT_NOFILE`.
    static var limit: Int { Int(clamping: max(0, cs6_descriptor_limit())) }
}
