package import Foundation

/// What is in a file.
///
/// Not by `String(contentsOfFile:)` or `Data(contentsOf:)`: Foundation leaks its buffer when a file is empty, as one
/// that a shell has just made, or cannot be read, as one below /proc of a process that ends in between. The address
/// sanitizer says so, now and then.
package enum Contents {
    /// Its bytes; throws where there is no such file, or it cannot be read.
    package static func data(_ path: String) throws -> Data {
        guard let file = FileHandle(forReadingAtPath: path) else { throw NotSo(what: "\(path) can be opened") }
        defer { try? file.close() }
        return try file.readToEnd() ?? Data()
    }

    /// The same, as text.
    package static func text(_ path: String) throws -> String { String(decoding: try data(path), as: UTF8.self) }
}
