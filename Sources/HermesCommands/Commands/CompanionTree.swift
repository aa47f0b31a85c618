import S6Native

/// A tree that is kept while something else runs.
final class CompanionTree {
    private let program: Program
    private let words: [[UInt8]]
    private let scandir: ScanDirectory
    private let console: any Console
    private var process: StartedProcess?
    private var isEnding = false
    /// When it is to be started again; `nil` while it runs, and when it is not to be.
    private(set) var nextStart: Deadline?

    /// The tree of a scandir, which `program` becomes with `words`.
    init(_ program: Program, _ words: [[UInt8]], _ scandir: ScanDirectory, _ console: any Console) {
        self.program = program
        self.words = words
        self.scandir = scandir
        self.console = console
    }

    /// Readable when it has ended; `nil` while it does not run.
    var descriptor: CInt? { process?.descriptor }

    func start() {
        nextStart = nil
        do throws(StartedProcess.NotStarted) {
            process = try StartedProcess(program, words, inOwnSession: true)
        } catch {
            console.complain("\(scandir.path): cannot run a tree: \(error.errno)\n")
        }
    }

    /// Starts it again if it has ended by accident, a second later at the earliest: it may do so again at once.
    func look() {
        if let nextStart, nextStart.hasPassed, !isEnding { start() }
        guard let process, process.hasEnded(), let code = process.code else { return }
        self.process = nil
        guard !isEnding else { return }
        if code == ExitCode.failure.rawValue, (try? scandir.isScanned()) == .some(true) {
            return console.complain("\(scandir.path): another s6-svscan runs on it, and keeps it\n")
        }
        console.complain("\(scandir.path): the tree has ended with \(code): it is started again\n")
        nextStart = .after(.seconds(1))
    }

    /// Tells all services to end.
    func beginToEnd() {
        isEnding = true
        process?.signal(15)
    }

    /// Ends it, and waits: what is too slow is killed, and so is what a tree that was killed itself has left.
    func end(killAfter: Duration) throws(S6Error) {
        beginToEnd()
        let killAt = Deadline.after(killAfter)
        if let process {
            try wait(for: process, before: killAt)
            process.signal(9)
            try wait(for: process, before: .never)
        }
        let rest = killAt.hasPassed ? Duration.zero : killAfter
        do throws(S6Error) {
            try scandir.takeOver(before: .after(rest + .seconds(3)), killAfter: rest)
        } catch .scannerRuns {}
    }

    private func wait(for process: StartedProcess, before deadline: Deadline) throws(S6Error) {
        while !process.hasEnded(), !deadline.hasPassed {
            var poll = PollSet()
            _ = poll.add(process.descriptor)
            _ = try poll.wait(before: deadline, about: scandir.path)
        }
    }
}
