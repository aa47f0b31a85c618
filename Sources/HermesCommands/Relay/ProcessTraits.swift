internal import CS6Shim
import S6Native

/// What this process has about it that keeps a set-ID bit from working.
struct ProcessTraits: Equatable, Sendable {
    var hasNoNewPrivileges = false
    /// Whether not every user of the machine exists here.
    var isInUserNamespace = false
    var isTraced = false

    /// Those of this process.
    static var current: ProcessTraits {
        let map = text("uid_map"), status = text("status")
        return ProcessTraits(
            hasNoNewPrivileges: cs6_has_no_new_privileges() == 1,
            isInUserNamespace: map.map { !isIdentity($0) } ?? false,
            isTraced: status.map { Self.isTraced($0) } ?? false
        )
    }

    /// Whether a `uid_map` is that of a machine's own namespace.
    static func isIdentity(_ map: [UInt8]) -> Bool {
        let numbers = map.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        return numbers.map { Decimal.number($0) } == [0, 0, UInt32.max]
    }

    /// Whether a `status` names a process that traces this one.
    static func isTraced(_ status: [UInt8]) -> Bool {
        let lines = status.split(separator: UInt8(ascii: "\n"))
        return !lines.contains { $0.elementsEqual("TracerPid:\t0".utf8) }
    }

    /// A file of `/proc/self`; `nil` where there is none.
    private static func text(_ name: EntryName) -> [UInt8]? {
        try? Directory.handle("/proc/self").contents(of: name, limit: 16 * 1024)
    }
}
