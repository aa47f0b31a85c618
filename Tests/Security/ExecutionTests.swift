import LiveTree
import Testing

/// What the helper inherits from who executes it (helper-security C9, C10): none of it changes what is sent.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct ExecutionTests {
    /// A context, and what becomes of `web up` in it.
    struct Case: Sendable {
        let context: [String]
        var words = ["web", "up"]
        var codes = [Int32(0)]
    }

    /// Runs all, in each mode: what is sent is `u` where the code is 0, and nothing otherwise.
    func expect(_ cases: [Case]) throws {
        for mode in World.Mode.allCases {
            try Probe.with(mode) { (world, probe) throws in
                let policy = try world.root("cat /run/hermes-s6/policy")
                for one in cases {
                    let code = try world.attack(one.context, one.words).code
                    #expect(
                        one.codes.contains(code),
                        "\(mode) \(one.context.prefix(3)) \(one.words.prefix(3)): \(code)"
                    )
                    #expect(probe.received() == (code == 0 ? "u" : ""), "\(mode) \(one.context.prefix(3))")
                }
                #expect(try world.root("cat /run/hermes-s6/policy") == policy, "no text of an error lands in it")
            }
        }
    }

    @Test func `1, 2: the number of arguments is checked first`() throws {
        try expect(
            [Case(context: ["argc0"], words: [], codes: [100])]
                + [0, 1, 3, 4, 20_000].map { Case(context: ["arguments=\($0)"], words: [], codes: [100]) }
        )
    }

    @Test func `3: standard descriptors that are closed are filled, whatever is to be told`() throws {
        let subsets = (1...7).map { bits in (0...2).filter { bits & 1 << $0 != 0 }.map { "close=\($0)" } }
        try expect(
            subsets.flatMap {
                [
                    Case(context: $0), Case(context: $0, words: ["web", "sing"], codes: [100]),
                    Case(context: $0, words: ["db", "up"], codes: [77]),
                ]
            }
        )
    }

    @Test func `4, 5: no variable has a part in it`() throws {
        let variables = [
            "LD_PRELOAD=/tmp/evil.so", "LD_AUDIT=/tmp/evil.so", "LD_LIBRARY_PATH=/tmp", "GCONV_PATH=/tmp",
            "LOCPATH=/tmp",
            "NLSPATH=/tmp/%N", "LANGUAGE=de", "TZ=/tmp/evil", "TZDIR=/tmp", "MALLOC_CHECK_=3", "PATH=/tmp", "IFS=u",
            "GLIBC_TUNABLES=glibc.malloc.check=3", "TMPDIR=/tmp", "HOSTALIASES=/tmp/evil",
            "RESOLV_HOST_CONF=/etc/shadow",
            "SWIFT_DEBUG_MALLOC_SCRIBBLE=1", "SWIFT_BACKTRACE=enable=yes",
        ]
        try expect([Case(context: variables), Case(context: ["bigenv=1500000"]), Case(context: ["clearenv"])])
    }

    @Test func `6, 20: neither has the umask nor the working directory`() throws {
        try expect(["umask=000", "umask=777", "deletedcwd"].map { Case(context: [$0]) })
    }

    @Test func `7 to 10: limits refuse it, or change nothing`() throws {
        let harmless = [
            "FSIZE:0", "AS:1048576", "STACK:65536", "NPROC:0", "CPU:1", "SIGPENDING:0", "MEMLOCK:0", "CORE:max",
        ]
        try expect(
            harmless.map { Case(context: ["rlimit=" + $0]) } + [
                // Standard error is a file here: a text that is too long for it must not kill.
                Case(context: ["rlimit=FSIZE:0"], words: ["db", "up"], codes: [77]),
                Case(context: ["rlimit=NOFILE:0"], codes: [111]), Case(context: ["rlimit=NOFILE:3"], codes: [111]),
                Case(context: ["rlimit=NOFILE:6"], codes: [0, 111]), Case(context: ["rlimit=NOFILE:9"]),
                Case(context: ["rlimit=NOFILE:0", "close=0"], codes: [111]),
                Case(context: ["rlimit=DATA:0"], codes: [0, 128 + 9, 128 + 11]),
            ]
        )
    }

    @Test func `12, 13: signals and timers of the caller's do not outlive the exec, or kill before anything is sent`()
        throws
    {
        try expect(
            [
                Case(context: ["block"]), Case(context: ["ignore"]), Case(context: ["ignore", "block"]),
                Case(context: ["block", "itimer=1"], codes: [0, 128 + 14]),
            ] + (0..<20).map { Case(context: ["itimer=\(50 + 50 * $0)"], codes: [0, 128 + 14]) }
        )
    }

    @Test func `17, C10: one that cannot tell its error ends within seconds all the same`() throws {
        try expect([
            Case(context: ["fullpipe=2"], words: ["db", "up"], codes: [128 + 14]),
            Case(context: ["fullpipe=2", "arguments=0"], words: [], codes: [128 + 14]),
            Case(context: ["fullpipe=2", "rlimit=NOFILE:0", "close=0"], codes: [128 + 14]),
            // Closing what it inherits takes twelve seconds.
            Case(context: ["linger=12"], codes: [128 + 14]),
        ])
    }

    @Test func `18, 19: neither a closed pipe nor hundreds of descriptors keep it`() throws {
        try expect([
            Case(context: ["closedpipe=2"], words: ["db", "up"], codes: [77]), Case(context: ["fds=200"]),
            Case(context: ["fds=200", "close=0", "close=1", "close=2"]),
        ])
    }

    @Test func `57: nor what else can be set for a process`() throws {
        let words = ["personality", "pdeathsig", "idle", "nice=19", "keepcaps"]
        try expect((words.map { [$0] } + [words]).map { Case(context: $0) })
    }
}
