internal import CGrant
import Glibc
import S6Native

/// What the process was started with.
enum ProcessInput {
    /// The words of the command line, without the program's own name, as bytes.
    static var words: [[UInt8]] {
        var found: [[UInt8]] = []
        // SAFETY: argv has argc entries, each a C string that lives as long as the process.
        for index in 1..<max(1, Int(CommandLine.argc)) {
            if let word = unsafe CommandLine.unsafeArgv[index] {
                found.append(unsafe UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) })
            }
        }
        return found
    }

    /// A variable of the environment, as a path; another where it is unset or empty.
    static func path(_ name: String, or standard: S6Path) throws(S6Error) -> S6Path {
        var value = [UInt8](repeating: 0, count: 4096)
        var span = value.mutableSpan
        let terminated = Array(name.utf8) + [0]
        let count = grant_variable(terminated.span, &span)
        if count == 0 || -count == Errno.noEntry.rawValue { return standard }
        guard count > 0 else { throw .system(.open, path: "$HERMES_HOME", errno: .nameTooLong) }
        return try S6Path(bytes: value[..<Int(count)])
    }

    /// Takes away what a caller may have left: closed descriptors, umask, directory, signals.
    static func settle() throws(S6Error) {
        try S6Error.check(.open, grant_fill_standard_descriptors(), "/dev/null")
        try S6Error.check(.chdir, grant_forget_place(), "/")
        try S6Error.check(.sigprocmask, grant_default_signals(), "/")
    }

    /// Writes to a descriptor, as much as its other end takes.
    static func write(_ line: String, to descriptor: CInt) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            // SAFETY: the buffer is lent for the call, with its own size.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
