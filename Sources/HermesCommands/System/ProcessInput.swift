internal import CProcessStart
import Glibc
import S6Native

/// What the process was started with.
enum ProcessInput {
    /// The words of the command line, without the program's own name, as bytes.
    static var words: [[UInt8]] {
        var found: [[UInt8]] = []
        for index in 1..<max(1, cps_count()) {
            // SAFETY: each is a C string that lives as long as the process.
            if let word = unsafe cps_word(index) { found.append(unsafe bytes(word)) }
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
        // SAFETY: the name is a C string for the call; nobody changes the environment: there is one thread.
        Environment { name in unsafe getenv(name).map { unsafe bytes($0) } }
    }

    private static func bytes(_ string: UnsafePointer<CChar>) -> [UInt8] {
        // SAFETY: it is a C string, so strlen finds its end.
        unsafe UnsafeBufferPointer(start: string, count: strlen(string)).map { UInt8(bitPattern: $0) }
    }
}
