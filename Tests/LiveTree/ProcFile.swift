import Foundation

/// What the kernel says in a file below /proc.
package enum ProcFile {
    /// Its text; throws where there is none, as of a process that ends meanwhile.
    ///
    /// Not by `String(contentsOfFile:)`: Foundation leaks its buffer when a file that could be opened cannot be read, as one of
    /// a process that ends in between, and the address sanitizer says so.
    package static func text(_ name: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: "/proc/" + name) else {
            throw NotSo(what: "/proc/\(name) can be opened")
        }
        defer { try? file.close() }
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
}
