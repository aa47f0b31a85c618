import Foundation

@testable import HermesCommands
@testable import S6Native

/// A log directory that a test keeps by hand, in the steps of s6-log.
final class LogFolder {
    let path: String
    private var stamps: Int64 = 1_700_000_000

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/hermes-s6-log-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func directory(_ below: String = "") throws -> LogDirectory { LogDirectory(try S6Path(path + below)) }

    /// Appends to a file, which is made if there is none.
    func append(_ text: String, to name: String = "current") {
        append(Array(text.utf8), to: name)
    }

    func append(_ bytes: [UInt8], to name: String = "current") {
        let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(file) }
        precondition(write(file, bytes, bytes.count) == bytes.count)
    }

    /// The name of the next archive.
    func archiveName(_ suffix: String = "s") -> String {
        stamps += 1
        return "@" + TAI64N(unixSeconds: stamps, nanoseconds: 5).hexadecimal + "." + suffix
    }

    func rename(_ old: String, _ new: String) { done(Foundation.rename("\(path)/\(old)", "\(path)/\(new)")) }
    func link(_ old: String, _ new: String) { done(Foundation.link("\(path)/\(old)", "\(path)/\(new)")) }
    func unlink(_ name: String) { done(Foundation.unlink("\(path)/\(name)")) }
    private func done(_ result: Int32) { precondition(result == 0) }

    /// Archives `previous`, or what has been left as `current`.
    @discardableResult func archive(_ name: String = "previous", _ suffix: String = "s") -> String {
        let archive = archiveName(suffix)
        link(name, archive)
        unlink(name)
        return archive
    }

    /// A rotation from its beginning to its end.
    @discardableResult func rotate() -> String {
        rename("current", "previous")
        append("")
        return archive()
    }

    /// What is shown of it, and what is passed over.
    func shown(
        last: Int? = nil,
        since: LogSince? = nil,
        sanitize: Bool = false
    ) throws -> (text: String, passedOver: [S6Error]) {
        var bytes: [UInt8] = [], errors: [S6Error] = []
        try LogReader.show(
            directory(),
            last: last,
            since: since,
            sanitize: sanitize,
            passedOver: { errors.append($0) },
            write: {
                bytes += $0
                return true
            }
        )
        return (String(decoding: bytes, as: UTF8.self), errors)
    }
}

/// The time zone that the tests of local time are in: that of the process, set once.
enum TestZone {
    /// Central European, which goes forward on 2026-03-29 and back on 2026-10-25.
    static let isSet: Bool = {
        defer { tzset() }
        return setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1) == 0
    }()
}
