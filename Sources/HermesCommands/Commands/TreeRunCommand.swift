import S6Native

enum TreeRunCommand: Command {
    static let spec = CommandSpec(
        words: ["tree", "run"],
        summary: "Run a tree: become s6-svscan over a scandir.",
        operands: "DIR",
        operandCount: 1...1,
        options: [.max, .readyFD, .timeout, .killAfter],
        discussion: """
            Supervisors that a killed s6-svscan has left on DIR are ended first, with their services, so that none
            runs twice; what has not ended after --kill-after (default 3) is killed. If some still run when the time
            is over, it ends with 99 and starts nothing. It raises the soft limit on open files as the tree needs it.
            """,
        example: "hermesctl tree run --max 200 /run/hermes/service"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        if let descriptor = arguments.readyFD, !isOpen(descriptor) {
            throw UsageError(message: "tree run: cannot write to descriptor \(descriptor): it is not open")
        }
        guard let svscan = Program("s6-svscan", session.environment) else {
            return session.fail(.system, "s6-svscan: cannot run: not found on the PATH", remedy: "install s6")
        }
        do throws(S6Error) {
            let path = try S6Path(bytes: arguments.operands[0])
            // Two supervisors a service, and a pipe from it to its logger.
            DescriptorLimit.raise(to: 4 * arguments.max + 64)
            try takeOver(ScanDirectory(path), arguments, session)
            become(svscan, path, arguments, session)
        } catch {
            session.fail(error)
        }
    }

    private static func takeOver(
        _ scandir: ScanDirectory,
        _ arguments: Arguments,
        _ session: Session
    ) throws(S6Error) {
        let deadline = arguments.deadline(spec), killAfter = arguments.killAfter ?? .seconds(3)
        let result = session.whileCancellable { cancel -> Result<Void, S6Error> in
            do throws(S6Error) {
                return .success(try scandir.takeOver(before: deadline, killAfter: killAfter, cancel: cancel))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private static func become(_ svscan: Program, _ path: S6Path, _ arguments: Arguments, _ session: Session) {
        var words = capacity(arguments.max, of: svscan)
        if let descriptor = arguments.readyFD { words += ["-d", "\(descriptor)"] }
        words.append("--")
        let errno = svscan.replaceProcess(words.map { Array($0.utf8) } + [Array(path.bytes)])
        let program = String(decoding: svscan.path, as: UTF8.self)
        session.fail(.system, "\(program): cannot run: \(Errno(rawValue: errno))")
    }

    /// The option that gives room for `count` services and their loggers.
    ///
    /// s6 2.12 and later take `-C`, in supervisors, and 2.15 only that; before there is `-c`, in services. Which
    /// it is, the program itself says: with the option, but where no scandir can be, one that does not know it
    /// exits 100 for wrong usage, and one that does fails otherwise.
    private static func capacity(_ count: Int, of svscan: Program) -> [String] {
        let probe = ["-C", "4", "--", "/dev/null"].map { Array($0.utf8) }
        return svscan.exitCode(probe) == 100 ? ["-c", "\(count)"] : ["-C", "\(2 * count)"]
    }
}
