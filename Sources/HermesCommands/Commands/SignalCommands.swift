import S6Native

enum SignalCommand: Command {
    static let spec = CommandSpec(
        words: ["signal"],
        summary: "Have supervisors send a signal to their services.",
        operands: "SIG NAME...",
        operandCount: CommandSpec.atLeast(2),
        options: [.scandir],
        discussion: """
            SIG is TERM, SIGTERM or 15; a supervisor sends ALRM, ABRT, QUIT, HUP, KILL, TERM, INT, USR1, USR2, STOP,
            CONT and WINCH. What is wanted is not changed: a service that dies of it and is wanted up is started again.
            A service that is not up gets none, and it ends with 1. Through the permission bridge go TERM and HUP.
            """,
        example: "hermesctl signal HUP web"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        let word = String(decoding: arguments.operands[0], as: UTF8.self)
        guard let number = SignalName.number(of: word) else {
            throw UsageError(message: "signal: cannot send \(word): it is no signal", command: spec.name)
        }
        guard let command = ControlCommand(signal: number) else {
            let message = "signal: cannot send \(SignalName.name(of: number)): a supervisor does not send it"
            throw UsageError(message: message, command: spec.name)
        }
        var arguments = arguments
        arguments.operands.removeFirst()
        for service in session.services(arguments) { send(command, to: service.directory, session) }
    }

    private static func send(_ command: ControlCommand, to service: ServiceDirectory, _ session: Session) {
        do throws(S6Error) {
            let isUp = try service.isKnownToBeUp()
            try service.send(command)
            guard isUp != false else {
                return session.fail(.failure, "\(service.path): cannot send a signal: the service is not up")
            }
        } catch {
            session.fail(error)
        }
    }
}

extension ServiceDirectory {
    /// Whether it is up; `nil` where that may not be read.
    fileprivate func isKnownToBeUp() throws(S6Error) -> Bool? {
        do throws(S6Error) {
            return try status().isUp
        } catch .system(_, _, .permissionDenied) {
            return nil
        } catch .supervisorStarting {
            return nil
        }
    }
}

enum SendCommand: Command {
    static let spec = CommandSpec(
        words: ["send"],
        summary: "Write control bytes to supervisors, as s6-svc does.",
        operands: "BYTES NAME...",
        operandCount: CommandSpec.atLeast(2),
        options: [.scandir],
        discussion: """
            BYTES are letters of s6-svc, written in one piece: \(letters). What a supervisor's release does not know
            it ignores: P, C and K before s6 2.13, l before 2.15.1, and Q in 2.15.1.
            Through the permission bridge goes one of u, d, r, t and h, or rc, of which it sends r.
            """,
        example: "hermesctl send dx web"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        var commands: [ControlCommand] = []
        for byte in arguments.operands[0] {
            guard let command = ControlCommand(rawValue: byte) else {
                let text = String(decoding: [byte], as: UTF8.self)
                throw UsageError(message: "send: cannot send \(text): the bytes are \(letters)", command: spec.name)
            }
            commands.append(command)
        }
        var arguments = arguments
        arguments.operands.removeFirst()
        for service in session.services(arguments) {
            do throws(S6Error) { try service.directory.send(commands) } catch { session.fail(error) }
        }
    }

    private static var letters: String {
        var text = ""
        for command in ControlCommand.allCases { text.unicodeScalars.append(command.letter) }
        return text
    }
}
