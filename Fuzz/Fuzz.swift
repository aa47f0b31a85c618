// Every parser, one a run of libFuzzer: which one is chosen by FUZZ_PARSER. See scripts/fuzz.
import Glibc

@testable import HermesCommands
@testable import HermesGateways
@testable import PermCore
@testable import PermPolicy
@testable import S6Native

/// What libFuzzer calls.
@c(LLVMFuzzerTestOneInput) public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    parser(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Chosen once: what is fuzzed is a function of bytes.
private let parser: @Sendable ([UInt8]) -> Void = {
    let name = getenv("FUZZ_PARSER").map { String(cString: $0) } ?? ""
    guard let parser = parsers[name] else { fatalError("FUZZ_PARSER is one of \(parsers.keys.sorted())") }
    return parser
}()

private let parsers: [String: @Sendable ([UInt8]) -> Void] = [
    "status": { bytes in
        guard let status = try? ServiceStatus(decoding: bytes.span) else { return }
        require(bytes.count == 35 || bytes.count == 43)
        require(status.isUp || status.isFinishing || status.isFinished)
        require(!(status.isUp && status.isFinished))
        require(status.changedAt.nanoseconds < 1_000_000_000 && status.changedAt.hexadecimal.utf8.count == 24)
        use("\(status)", status.changedAt.rfc3339, status.readyStamp.unixSeconds)
        for field in SvstatField.allCases { use(field.value(status, isNormallyUp: true, now: status.readyStamp)) }
        useProgress(status, bytes)
    },
    "tally": { bytes in
        guard let tally = try? DeathTally(decoding: bytes.span) else { return }
        require(tally.deaths.count * 14 == bytes.count)
        for death in tally.deaths { use(death.at.unixSeconds) }
    },
    "stamp": { bytes in
        guard bytes.count >= 12, let stamp = try? TAI64N(decoding: bytes.span, at: 0) else { return }
        let again = TAI64N(unixSeconds: stamp.unixSeconds, nanoseconds: stamp.nanoseconds)
        require(again.unixSeconds == stamp.unixSeconds)
        use(stamp.rfc3339)
    },
    "process": { bytes in
        guard let stat = ProcessStat(decoding: bytes) else { return }
        require(stat.parent >= 0 && stat.group >= 0 && stat.session >= 0)
    },
    "entries": { bytes in
        var offset = 0, last = -1
        while let entry = Directory.Entry(in: bytes.span, at: &offset) {
            require(offset > last && offset <= bytes.count && !entry.name.contains(0))
            last = offset
        }
    },
    "inotify": { bytes in
        var offset = 0, last = -1
        while let record = StatusWatch.Record(in: bytes.span, at: &offset) {
            require(offset > last && offset <= bytes.count)
            use(record.watch)
            last = offset
        }
    },
    "state": { bytes in
        guard let text = JSONText(bytes, keys: GatewayState.keys) else { return }
        let state = GatewayState(text)
        use(state.startsAtBoot)
        let edited = text.setting(Array("desired_state".utf8), to: Array("\"stopped\"".utf8))
        let again = JSONText(edited, keys: GatewayState.keys).map { GatewayState($0) }
        require(again?.desiredState == .stopped && again?.observed == state.observed && again?.pid == state.pid)
        require(edited.count <= bytes.count + 40)
    },
    "config": { bytes in
        use(MultiplexSetting.read(bytes))
        use(CrashCap(bytes) == .standard, CappedGateway(line: bytes).deaths)
        var stamp = LogStamp()
        use(stamp.decode(bytes[...]) as Any, LogSince(String(decoding: bytes, as: UTF8.self)) as Any)
    },
    "policy": { bytes in
        let oracle = PolicyOracle(bytes)
        for (user, service) in oracle?.questions ?? [(10000, "web")] {
            let text = Array(service.utf8)
            guard let name = ServiceName(text.span) else { fatalError("a service's name") }
            let policy = try? CompiledPolicy(bytes.span, for: user, name)
            require((policy == nil) == (oracle == nil))
            guard let policy, let oracle else { return }
            require(bytes[policy.base].elementsEqual(oracle.base.utf8))
            let verbs: [(Verb, String)] = [(.up, "u"), (.down, "d"), (.restart, "r"), (.term, "t"), (.hup, "h")]
            let letters = verbs.filter { policy.grants.allow($0.0) }.map(\.1).joined()
            require(letters == oracle.letters(user, service) && policy.grants.allow(.check) == !letters.isEmpty)
        }
    },
    "request": { bytes in
        let words = bytes.split(separator: 0x20, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let verbs = ["up", "down", "restart", "term", "hup", "check"]
        let isOne =
            words.count == 2 && verbs.contains(words[1])
            && PolicyOracle(Array("hermes-s6 1 /a\n1 \(words[0]) u\n".utf8)) != nil
        let request = try? Request(line: bytes.span)
        require((request != nil) == (isOne && bytes.allSatisfy { $0 < 128 }))
        if let request { require("\(request.verb.word)" == words[1]) }
    },
    "source": { bytes in
        guard let policy = try? PermPolicy.Policy(bytes, userOfName: { $0 == "hermes" ? 10000 : nil }) else { return }
        // Whatever people write and we accept, the helper accepts.
        guard let oracle = PolicyOracle(policy.compiled) else { fatalError("it was compiled to what is none") }
        for line in policy.lines {
            let letters = line.verbs.sorted().map { String(UnicodeScalar($0.letter)) }.joined()
            require(oracle.letters(line.user, line.service) == letters)
        }
    },
    "names": { bytes in
        if let path = try? S6Path(bytes: bytes) {
            require(Array(path.bytes) == bytes)
            use(path.parent, path.isUTF8, "\(path)")
            require(path.lastComponent.count <= bytes.count)
        }
        if let name = try? SlotName(bytes: bytes) {
            require(name.bytes == bytes && !bytes.contains(0x2F) && bytes.count <= 255)
            if (try? name.checkItHasRoom()) != nil { require(name.retiredPrefix.count + 6 <= 255) }
            // Whatever a name is, nothing of it reaches a terminal but text.
            require("\(name)".unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }
        use(SubscriberName.isHiddenName(bytes), RetiredSlot.session(named: bytes, Array(bytes.suffix(2))) as Any)
    },
    "numbers": { bytes in
        if let number: Int32 = Decimal.number(bytes) { require("\(number)".utf8.count <= bytes.count) }
        if let number: UInt64 = Decimal.number(bytes) { require("\(number)".utf8.count <= bytes.count) }
        let text = String(decoding: bytes, as: UTF8.self)
        if let duration = Seconds.duration(text) { require(duration >= .zero) }
        if let signal = SignalName.number(of: text) { require((1...64).contains(signal)) }
    },
    "words": { bytes in
        guard let first = bytes.first else { return }
        let words = bytes.dropFirst().split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
        let command = HermesControl.commands[Int(first) % HermesControl.commands.count]
        guard let arguments = try? WordParser.parse(words, command.spec) else { return }
        require(command.spec.operandCount.contains(arguments.operands.count))
        require(arguments.operands.allSatisfy { words.contains($0) })
    },
    "json": { bytes in
        let text = JSON.array([.string(String(decoding: bytes, as: UTF8.self)), .null]).text
        require(text.utf8.allSatisfy { $0 >= 0x20 } && text.utf8.suffix(7).elementsEqual("\",null]".utf8))
    },
]

/// Bytes as events, and as statuses of other moments, to all that waits and asks.
private func useProgress(_ status: ServiceStatus, _ bytes: [UInt8]) {
    for goal in WaitGoal.allCases {
        var progress = WaitProgress(goal, from: status), heard = Heard()
        var pursuits = [Pursuit(.stop), Pursuit(.start(goal)), Pursuit(.restart(goal))]
        for byte in bytes {
            guard let event = ServiceEvent(rawValue: byte) else { continue }
            progress.observe(event)
            heard.note(event)
        }
        progress.observe(status, treatingUnwantedAsFailure: true)
        for number in pursuits.indices { use(pursuits[number].next(status, heard), pursuits[number].debt as Any) }
    }
}

/// Stops the run where what has to hold does not.
private func require(_ holds: Bool, line: Int = #line) { if !holds { fatalError("it does not hold: line \(line)") } }

/// Keeps the optimizer from leaving out what is only computed to see whether it traps.
@inline(never) private func use(_ values: Any...) {}
