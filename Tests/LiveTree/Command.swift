import Foundation

/// A program run to its end: the oracle, a fault injector, or the command under test.
package enum Command {
    /// What it left.
    package struct Result: Sendable, Equatable {
        /// What it exited with, or 128 and the signal.
        package let code: Int32
        package let output: String
        package let errors: String

        package init(code: Int32, output: String, errors: String) {
            self.code = code
            self.output = output
            self.errors = errors
        }
    }

    /// Runs `words`, the first being looked up on the PATH, and returns when it has ended.
    @discardableResult
    package static func run(_ words: [String], environment: [String: String] = [:]) throws -> Result {
        // Files take whatever it writes: nobody has to read two pipes at once.
        let output = try Scratch(), errors = try Scratch()
        let child = try Child(
            words,
            environment: environment,
            output: output.descriptor,
            errors: errors.descriptor
        )
        return Result(code: child.wait(), output: output.text, errors: errors.text)
    }

    @discardableResult
    package static func run(_ words: String...) throws -> Result { try run(words) }
}

/// A file without a name.
private final class Scratch {
    let descriptor: Int32

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString)"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        unlink(path)
    }

    deinit { close(descriptor) }

    var text: String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
