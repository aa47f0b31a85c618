import S6Native

/// What we keep in a slot about its gateway, in `data/` and beside it, for the next command and for `finish`.
struct SlotNotes {
    private let service: ServiceDirectory

    init(_ service: ServiceDirectory) { self.service = service }

    /// A process, told from a later one of the same number.
    struct ProcessMark: Equatable {
        let pid: Int32
        let startTime: UInt64

        fileprivate var line: [UInt8] { Text.bytes("\(pid) \(startTime)\n") }

        init(_ pid: Int32, _ startTime: UInt64) {
            self.pid = pid
            self.startTime = startTime
        }

        fileprivate init?(line: [UInt8]) {
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            guard words.count == 2, let pid: Int32 = Decimal.number(words[0]),
                let startTime: UInt64 = Decimal.number(words[1])
            else { return nil }
            self.init(pid, startTime)
        }
    }

    /// The process that a restart is ending on purpose; `finish` takes the note, and does not count that death.
    func noteRestart(of process: ProcessMark) throws(S6Error) {
        try write("restarted", Text.bytes("\(CurrentProcess.bootTicks)\n"))
        try write("restarting", process.line)
    }

    /// Takes the note; the process that was meant, if there was one.
    func takeRestart() throws(S6Error) -> ProcessMark? {
        guard let line = try read("restarting") else { return nil }
        try remove("restarting")
        return ProcessMark(line: line)
    }

    /// When the last restart was asked for, in the kernel's ticks; `nil` if it was started or stopped since.
    func restarted() throws(S6Error) -> UInt64? { try ticks("restarted") }

    /// That it is being stopped on purpose, for a restart that has been waiting meanwhile.
    func noteStop() throws(S6Error) { try write("stopped", Text.bytes("\(CurrentProcess.bootTicks)\n")) }

    /// When the last stop was asked for, in the kernel's ticks; `nil` if never.
    func stopped() throws(S6Error) -> UInt64? { try ticks("stopped") }

    private func ticks(_ name: EntryName) throws(S6Error) -> UInt64? {
        try read(name).flatMap { Decimal.number($0.prefix { $0 != UInt8(ascii: "\n") }) }
    }

    /// Forgets when it was restarted, and that it is being: something else is done to it on purpose.
    func forgetRestarts() throws(S6Error) {
        try remove("restarting")
        try remove("restarted")
    }

    /// That its restarts were ended, and how it was then.
    func noteCapped(_ capped: CappedGateway) throws(S6Error) {
        try write("capped", capped.line)
        try setDown(true)
    }

    /// How it was when its restarts were ended; `nil` if they were not.
    func capped() throws(S6Error) -> CappedGateway? { try read("capped").map { CappedGateway(line: $0) } }

    /// Lets it be started again.
    func liftCap() throws(S6Error) { try remove("capped") }

    /// Whether the gateway is not to start with its supervisor: the file `down`.
    func setDown(_ isDown: Bool) throws(S6Error) {
        let slot = try service.open()
        if isDown {
            guard try !slot.exists("down") else { return }
            let temporary = Text.bytes(".gateway-down-"), nothing: [UInt8] = []
            try slot.listingOfSelf().replaceFile(
                "down",
                with: nothing.span,
                temporary: temporary,
                mode: .exactly(0o644)
            )
        } else {
            do throws(S6Error) { try slot.unlink("down") } catch .system(_, _, .noEntry) {}
        }
    }

    /// Forgets how it has died so far: what the operator does begins a new count.
    ///
    /// s6-supervise reads the file anew at the next death.
    func clearTally() throws(S6Error) {
        do throws(S6Error) {
            let supervise = try service.open().listing("supervise")
            guard try supervise.attributes(of: "death_tally").size > 0 else { return }
            let temporary = Text.bytes(".gateway-tally-"), nothing: [UInt8] = []
            try supervise.replaceFile("death_tally", with: nothing.span, temporary: temporary)
        } catch .system(_, _, .noEntry) {}
    }

    private func read(_ name: EntryName) throws(S6Error) -> [UInt8]? {
        do throws(S6Error) {
            return try service.open().handle("data").plainFile(name).contents(limit: 256)
        } catch .system(_, _, .noEntry) {
            return nil
        }
    }

    private func write(_ name: EntryName, _ contents: [UInt8]) throws(S6Error) {
        let slot = try service.open()
        do throws(S6Error) { try slot.makeDirectory("data", mode: 0o755) } catch .system(.mkdir, _, .exists) {}
        let data = try slot.listing("data"), temporary = Text.bytes(".gateway-note-")
        try data.sweep(temporary: temporary)
        try data.replaceFile(name, with: contents.span, temporary: temporary)
    }

    private func remove(_ name: EntryName) throws(S6Error) {
        do throws(S6Error) {
            try service.open().handle("data").unlink(name)
        } catch .system(_, _, .noEntry) {}
    }
}
