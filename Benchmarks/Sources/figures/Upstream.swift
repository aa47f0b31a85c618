import Foundation

/// What the Hermes runtime does today, in a process of its own: see upstream.py.
final class Upstream {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ script: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Has a verb done to some profiles; nanoseconds until that was so.
    func measure(_ verb: String, _ profiles: String...) throws -> Int64 { try measure(verb, profiles) }

    func measure(_ verb: String, _ profiles: [String]) throws -> Int64 {
        try input.fileHandleForWriting.write(contentsOf: Data("\(verb) \(profiles.joined(separator: " "))\n".utf8))
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
                fatalError("upstream.py has ended at: \(verb)")
            }
            line += byte
        }
        guard let time = Int64(String(decoding: line.dropLast(), as: UTF8.self)) else { fatalError("no time: \(verb)") }
        return time
    }

    func end() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
