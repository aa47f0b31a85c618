internal import CS6Shim
import Glibc
import S6Native

/// A program of s6 that a tree is made of.
struct Program {
    /// Where it is.
    let path: [UInt8]

    /// Looks for it on the PATH, and then where s6-overlay and Debian keep it, which a `docker exec` may not have
    /// on its PATH.
    init?(_ name: String, _ environment: Environment) {
        let listed = (environment["PATH"] ?? []).split(separator: UInt8(ascii: ":")).map { Array($0) }
        let directories = listed + ["/command", "/usr/bin", "/bin", "/usr/sbin"].map { Array($0.utf8) }
        let candidates = directories.map { $0 + [UInt8(ascii: "/")] + Array(name.utf8) }
        guard let path = candidates.first(where: { Self.isExecutable($0) }) else { return nil }
        self.path = path
    }

    /// What a shell takes for a name: a path, or a program on the PATH; `nil` if there is none.
    init?(named name: [UInt8], _ environment: Environment) {
        let listed = (environment["PATH"] ?? []).split(separator: UInt8(ascii: ":")).map { Array($0) }
        let candidates = name.contains(UInt8(ascii: "/")) ? [name] : listed.map { $0 + [UInt8(ascii: "/")] + name }
        guard !name.isEmpty, let path = candidates.first(where: { Self.isExecutable($0) && !Self.isDirectory($0) })
        else { return nil }
        self.path = path
    }

    /// One of the system, wherever the PATH leads: what root runs.
    init?(ofSystem name: String) { self.init(name, Environment([:])) }

    /// The one that is there.
    init(at path: S6Path) { self.path = Array(path.bytes) }

    private static func isDirectory(_ path: [UInt8]) -> Bool {
        do throws(S6Error) {
            _ = try Directory.handle(S6Path(bytes: path))
            return true
        } catch {
            return false
        }
    }

    private static func isExecutable(_ path: [UInt8]) -> Bool {
        unsafe Self.withCString(path) { unsafe access($0, X_OK) == 0 }
    }

    /// How a program ended.
    enum Ending: Equatable {
        case exited(Int32)
        /// By a signal, or nobody knows how.
        case killed
        /// It did not begin.
        case notStarted(Errno)
    }

    /// Runs it with `words`, silent, to its end; the code it exited with, `nil` if it did not.
    func exitCode(_ words: [[UInt8]]) -> Int32? {
        if case .exited(let code) = run(words) { code } else { nil }
    }

    /// Runs it with `words`, silent, to its end.
    func run(_ words: [[UInt8]]) -> Ending {
        let pid = unsafe spawn(words) { actions in
            for descriptor in 0...2 as ClosedRange<CInt> {
                _ = unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            }
        }
        guard pid > 0 else { return .notStarted(Errno(rawValue: -pid)) }
        guard let status = Self.reap(pid), status & 0x7F == 0 else { return .killed }
        return .exited(status >> 8 & 0xFF)
    }

    /// What a program said and exited with.
    struct Output {
        /// 128 and the signal, if one killed it.
        let code: Int32
        /// Its standard output and error, as they came.
        let output: [UInt8]
    }

    /// Runs it with `words` to its end, and keeps what it says; `nil` if it cannot be run.
    func output(_ words: [[UInt8]]) -> Output? {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let pid = unsafe spawn(words) { actions in
            _ = unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            for descriptor in 1...2 as ClosedRange<CInt> {
                _ = unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], descriptor)
            }
        }
        close(ends[1])
        let output = pid > 0 ? Self.readAll(ends[0]) : []
        close(ends[0])
        guard pid > 0, let status = Self.reap(pid) else { return nil }
        return Output(code: Self.code(of: status), output: output)
    }

    /// Starts it with this process' own descriptors; its pid, or a negated errno.
    ///
    /// Whoever starts it reaps it. In a session of its own it hears nothing of what a terminal asks for, and reads nothing:
    /// two that read a terminal share its keys.
    func start(_ words: [[UInt8]], inOwnSession: Bool) -> Int32 {
        unsafe spawn(words, inOwnSession: inOwnSession) { actions in
            guard inOwnSession else { return }
            _ = unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
    }

    /// What a shell makes of how a process ended: what it exited with, or 128 and the signal.
    static func code(of status: CInt) -> Int32 { status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F) }

    /// Starts it, with no signal held back; its pid, or a negated errno.
    private func spawn(
        _ words: [[UInt8]],
        inOwnSession: Bool = false,
        _ redirect: (inout posix_spawn_file_actions_t) -> Void
    ) -> Int32 {
        // Who started us may have wanted to hear of no child: then nobody, not even we, is told how one has ended.
        if cs6_signal_is_ignored(SIGCHLD) == 1 { _ = cs6_default_signal(SIGCHLD) }
        var actions = unsafe posix_spawn_file_actions_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return -ENOMEM }
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe redirect(&actions)
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return -ENOMEM }
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
        let flags = POSIX_SPAWN_SETSIGMASK | (inOwnSession ? Self.setsid : 0)
        _ = unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var pid: pid_t = 0
        let result = unsafe Self.withArguments([path] + words) { arguments in
            guard let program = unsafe arguments[0] else { return ENOENT }
            return unsafe posix_spawn(&pid, program, &actions, &attributes, arguments, environ)
        }
        return result == 0 ? pid : -result
    }

    /// `POSIX_SPAWN_SETSID`, which Swift's Glibc does not know.
    private static let setsid: CInt = 0x80

    /// Waits for the end of a child; `nil` if somebody else has.
    private static func reap(_ pid: pid_t) -> CInt? {
        var status: CInt = 0
        while unsafe waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        return status
    }

    private static func readAll(_ descriptor: CInt) -> [UInt8] {
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            // SAFETY: the buffer is lent for the call, with its own size.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return output }
            output += chunk[..<count]
        }
    }

    /// Becomes it, with some variables set besides; returns the errno if that cannot be.
    func replaceProcess(
        _ words: [[UInt8]],
        calledAs name: [UInt8]? = nil,
        setting variables: [String: [UInt8]] = [:]
    ) -> CInt {
        for (name, value) in variables { _ = unsafe Self.withCString(value) { unsafe setenv(name, $0, 1) } }
        return unsafe Self.withArguments([name ?? path] + words) { arguments in
            unsafe Self.withCString(path) { program in
                _ = unsafe execve(program, arguments, environ)
                return errno
            }
        }
    }

    private static func withArguments<Result>(
        _ words: [[UInt8]],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        // SAFETY: each string is NUL-terminated and lives until the call has returned; the list ends in a null.
        var pointers = unsafe words.map { word in unsafe withCString(word) { unsafe strdup($0) } }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("the list has a null at least") }
            return unsafe body(start)
        }
    }

    private static func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        // SAFETY: the terminator is added here, and UInt8 and CChar have one layout.
        unsafe (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("it has a NUL at least") }
            return unsafe body(start)
        }
    }
}

/// Whether a descriptor that was handed down is open.
func isOpen(_ descriptor: CInt) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }
