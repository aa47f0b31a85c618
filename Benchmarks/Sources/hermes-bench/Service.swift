import Glibc
import Measuring
import S6Native

/// The service that every contender controls: one that is up at once, and ends when it is told.
enum Service {
    static let script = "#!/bin/sh\nexec sleep 100000\n"

    /// Makes a directory with the service in it, under a hidden name first.
    static func make(_ name: String, in directory: String, alongside files: [String: String] = [:]) throws {
        let hidden = "\(directory)/.\(name).new"
        mkdir(hidden, 0o755)
        for (name, text) in files { try write(text, to: "\(hidden)/\(name)", mode: 0o644) }
        try write(script, to: "\(hidden)/run", mode: 0o755)
        guard rename(hidden, "\(directory)/\(name)") == 0 else { throw Failure("\(directory)/\(name): cannot be made") }
    }

    static func write(_ text: String, to path: String, mode: mode_t) throws {
        guard let file = fopen(path, "we") else { throw Failure("\(path): cannot be written") }
        fputs(text, file)
        fchmod(fileno(file), mode)
        fclose(file)
    }

    /// Removes a directory with all that is in it.
    static func remove(_ path: String) { _ = try? Spawned(["rm", "-rf", path]).run() }

    /// The pid in the status that runit and daemontools keep; 0 if it is down, `nil` if there is none.
    static func pid(_ directory: String) -> UInt32? {
        guard let file = fopen("\(directory)/supervise/status", "re") else { return nil }
        defer { fclose(file) }
        var record = [UInt8](repeating: 0, count: 20)
        guard fread(&record, 1, 20, file) >= 16 else { return nil }
        return (12..<16).reversed().reduce(0) { $0 << 8 | UInt32(record[$1]) }
    }

    /// Whether a supervisor of runit or daemontools runs on it: whether one reads the FIFO.
    static func isSupervised(_ directory: String) -> Bool {
        let fifo = open("\(directory)/supervise/ok", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        if fifo >= 0 { close(fifo) }
        return fifo >= 0
    }
}
