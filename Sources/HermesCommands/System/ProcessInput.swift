import Glibc
import S6Native

/// What the process was started with.
enum ProcessInput {
    /// The words of the command line, without the program's own name, as bytes.
    static var words: [[UInt8]] {
        var found: [[UInt8]] = []
        // SAFETY: argv has argc entries, each a C string that lives as long as the process.
        for index in 1..<max(1, Int(CommandLine.argc)) {
            if let word = unsafe CommandLine.unsafeArgv[index] { found.append(unsafe bytes(word)) }
        }
        return found
    }

    /// Where the program is that this process runs; `nil` where there is no `/proc`, or it has been removed.
    static var program: S6Path? {
        guard let path = try? Directory.handle("/proc/self").readLink("exe") else { return nil }
        return path.bytes.suffix(10).elementsEqual(" (deleted)".utf8) ? nil : path
    }

    /// The environment.
    static var environment: Environment {
        var variables: [String: [UInt8]] = [:]
        // SAFETY: environ ends with a null pointer, and nobody changes it: there is one thread.
        guard var next = unsafe environ as UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? else {
            return Environment([:])
        }
        while let entry = unsafe next.pointee {
            let bytes = unsafe bytes(entry)
            if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(decoding: bytes[..<equals], as: UTF8.self)] = Array(bytes[(equals + 1)...])
            }
            unsafe next += 1
        }
        return Environment(variables)
    }

    private static func bytes(_ string: UnsafeMutablePointer<CChar>) -> [UInt8] {
        // SAFETY: it is a C string, so strlen finds its end.
        unsafe UnsafeBufferPointer(start: string, count: strlen(string)).map { UInt8(bitPattern: $0) }
    }
}
