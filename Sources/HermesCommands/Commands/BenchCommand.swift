import S6Native

enum BenchCommand: Command {
    static let spec = CommandSpec(
        words: ["bench"],
        summary: "Measure how long control takes on this tree: becomes hermes-bench.",
        operands: "[ROUNDS]",
        operandCount: 0...1,
        options: [.scandir],
        discussion: """
            It publishes a slot of its own, hermes-bench-PID, and measures status, stop, start and restart on it ROUNDS times
            (default 50): in process, by hermesctl and by s6's own tools in turns. Publish and retire are measured in process
            alone, on a second slot, hermes-bench-PID-new. Both are retired again, also when it is interrupted. Nothing else
            of the tree is touched. As root it becomes the scandir's owner first.
            """,
        example: "hermesctl bench 20"
    )

    private static let program: S6Path = "/usr/libexec/hermes-s6/hermes-bench"

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let rounds = arguments.operands.first.map { String(decoding: $0, as: UTF8.self) } ?? "50"
        guard let number = Int(rounds), (1...10_000).contains(number) else {
            throw UsageError(message: "bench: cannot run \(rounds) rounds: it takes 1 to 10000", command: spec.name)
        }
        guard let trees = session.trees(arguments) else { return }
        do throws(S6Error) {
            try Privileges.dropRoot(to: [trees.scandir.path])
        } catch {
            return session.fail(error)
        }
        var words = [Array("live".utf8), Array("--scandir".utf8), Array(trees.scandir.path.bytes)]
        words += ["--rounds", "\(number)"].map { Array($0.utf8) }
        if let ours = ProcessInput.program { words += [Array("--hermesctl".utf8), Array(ours.bytes)] }
        let errno = Program(at: program).replaceProcess(words)
        session.fail(
            .system,
            "\(program): cannot run: \(Errno(rawValue: errno))",
            remedy: "install hermes-bench there: scripts/build-release hermes-bench builds it into .build/out"
        )
    }
}
