import S6Native

/// A directory that s6-log keeps.
///
/// It writes to `current`. To rotate, it renames that to `previous`, makes a new `current`, links `previous` to
/// `@STAMP.s` and unlinks it, and unlinks the oldest archives. One that starts after one that was killed archives
/// what it finds in the same way, as `@STAMP.u`; after one that ended well it goes on with the `current` there is.
struct LogDirectory: Equatable {
    let path: S6Path

    init(_ path: S6Path) { self.path = path }

    /// Opens it as a handle, by links that are root's or ours only.
    func opened() throws(S6Error) -> Directory { try .handle(trusting: path) }

    /// Whether there is a directory, or whatever has its name.
    func exists() throws(S6Error) -> Bool {
        do throws(S6Error) {
            _ = try opened()
            return true
        } catch .system(.open, _, .noEntry) {
            return false
        }
    }

    /// Whether this is the file that is written to now.
    func isCurrent(_ file: LogFile) throws(S6Error) -> Bool {
        do throws(S6Error) {
            return try opened().logAttributes("current")?.identity == file.identity
        } catch .system(.open, _, .noEntry) {
            return false
        }
    }

    /// Whether s6-log gives such names to archives: `@`, 24 hexadecimal digits, and `.s` or `.u`.
    static func isArchive(_ name: [UInt8]) -> Bool {
        guard name.count == 27, name.first == UInt8(ascii: "@"), name[25] == UInt8(ascii: ".") else { return false }
        guard name[26] == UInt8(ascii: "s") || name[26] == UInt8(ascii: "u") else { return false }
        return TAI64N(hexadecimal: name[1..<25]) != nil
    }
}
