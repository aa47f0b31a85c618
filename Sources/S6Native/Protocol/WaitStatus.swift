/// How a process ended: the wait status of `./run` as the kernel encodes it on Linux.
public struct WaitStatus: Equatable, Sendable {
    /// The 16 bits in which s6 keeps it.
    public let rawValue: UInt16

    /// Wraps what `waitpid` gave.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// What it exited with, `nil` if a signal killed it.
    ///
    /// The corresponding C macro is `WEXITSTATUS`.
    public var exitCode: UInt8? { rawValue & 0x7f == 0 ? UInt8(rawValue >> 8) : nil }

    /// The signal that killed it, `nil` if it exited.
    ///
    /// The corresponding C macro is `WTERMSIG`.
    public var signal: UInt8? {
        let number = UInt8(rawValue & 0x7f)
        return number == 0 || number == 0x7f ? nil : number
    }
}
