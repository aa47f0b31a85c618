extension ServiceDirectory {
    /// Asks the supervisor to do one thing.
    ///
    /// Whether it did is not known: see ``stop(before:escalation:cancel:)`` and its like for that.
    ///
    /// One byte is written to `supervise/control`; nothing is allocated, nothing blocks, and `SIGPIPE` is kept
    /// from the caller's thread. A byte that the supervisor's release does not know has no effect. The
    /// corresponding s6 program is `s6-svc`, the C function `s6_svc_write`.
    ///
    /// Where the FIFO may not be written, the relay is asked, if there is one that serves this servicedir.
    ///
    /// - Throws: ``S6Error/notSupervised(_:)``, ``S6Error/noSuchService(_:)``, ``S6Error/fifoFull(_:)``,
    ///   ``S6Error/wrongFileType(_:expected:)``, or the system call that was refused. `EACCES` says nothing
    ///   about whether there is a supervisor. From a relay, ``S6Error/refusedByRelay(_:_:_:)`` or
    ///   ``S6Error/notRelayable(_:bytes:)``.
    public func send(_ command: ControlCommand) throws(S6Error) {
        let bytes: InlineArray<1, UInt8> = [command.rawValue]
        try send(bytes: bytes.span)
    }

    /// Asks the supervisor to do some things, in order, in one write that is taken whole or not at all.
    ///
    /// A relay sends one byte: it can do this for one command, and for the `rc` of a restart, of which it sends `r`.
    ///
    /// - Throws: as ``send(_:)-(ControlCommand)``; ``S6Error/tooManyCommands(_:count:)`` unless there are 1 to 4096.
    public func send(_ commands: [ControlCommand]) throws(S6Error) {
        guard (1...4096).contains(commands.count) else {  // PIPE_BUF
            throw .tooManyCommands(path, count: commands.count)
        }
        let bytes = commands.map { $0.rawValue }
        try send(bytes: bytes.span)
    }

    func send(_ first: ControlCommand, _ second: ControlCommand) throws(S6Error) {
        let bytes: InlineArray<2, UInt8> = [first.rawValue, second.rawValue]
        try send(bytes: bytes.span)
    }

    private func send(bytes: Span<UInt8>) throws(S6Error) {
        do throws(S6Error) {
            _ = try openFIFOWriter("control").writeToFIFO(bytes)
        } catch .system(.open, _, .noReader), .system(.write, _, .brokenPipe), .system(.open, _, .noEntry) {
            throw .notSupervised(path)
        } catch .system(.write, let fifo, .wouldBlock) {
            throw .fifoFull(fifo)
        } catch .system(.open, let refused, .permissionDenied) {
            try relay(bytes, refusedAt: refused)
        }
    }

    /// Has somebody else send what may not be written here; what was refused stands if nobody does.
    private func relay(_ bytes: Span<UInt8>, refusedAt place: S6Path) throws(S6Error) {
        guard let relay, relay.serves(self) else {
            throw .system(.open, path: place, errno: .permissionDenied)
        }
        guard let verb = RelayVerb(sending: bytes) else {
            var refused: [UInt8] = []
            for index in bytes.indices { refused.append(bytes[index]) }
            throw .notRelayable(path, bytes: refused)
        }
        // What is paused sees no signal until it is continued, and that is what no relay sends.
        if bytes.count > 1, let status = try? status(), status.isPaused {
            throw .notRelayable(path, bytes: [ControlCommand.continue.rawValue])
        }
        try relay.carry(verb, self)
    }
}
