import HermesGateways
import S6Native

/// Takes a command's words apart: options anywhere, `--option value` or `--option=value`, and `--` before
/// operands that begin with a dash.
struct WordParser {
    private let spec: CommandSpec
    private var arguments = Arguments()
    private(set) var wantsHelp = false

    init(_ spec: CommandSpec) { self.spec = spec }

    /// The arguments; `nil` if help is asked for.
    static func parse(_ words: [[UInt8]], _ spec: CommandSpec) throws(UsageError) -> Arguments? {
        var parser = WordParser(spec)
        try parser.parse(words[...])
        if parser.wantsHelp { return nil }
        let count = parser.arguments.operands.count
        guard spec.operandCount.contains(count) else {
            let problem = count < spec.operandCount.lowerBound ? "too few of them are given" : "too many are given"
            throw parser.error("cannot run: it takes \(spec.operands.isEmpty ? "no names" : spec.operands), \(problem)")
        }
        return parser.arguments
    }

    private mutating func parse(_ words: ArraySlice<[UInt8]>) throws(UsageError) {
        var rest = words
        while let word = rest.popFirst() {
            if word.elementsEqual("--".utf8) {
                arguments.operands += rest
                return
            }
            guard word.count > 1, word.first == UInt8(ascii: "-") else {
                arguments.operands.append(word)
                continue
            }
            try parse(option: String(decoding: word, as: UTF8.self), word, &rest)
            if wantsHelp { return }
        }
    }

    private mutating func parse(
        option text: String,
        _ word: [UInt8],
        _ rest: inout ArraySlice<[UInt8]>
    ) throws(UsageError) {
        let (name, attached) = Self.split(text, word)
        guard let option = (spec.options + [.help]).first(where: { $0.names.contains(name) }) else {
            throw error("cannot use \(name): it takes no such option")
        }
        guard option.value != nil else {
            guard attached == nil else { throw error("cannot use \(text): \(name) takes no value") }
            return set(option)
        }
        guard let value = attached ?? rest.popFirst() else { throw error("cannot use \(name): its value is missing") }
        try set(option, name, value)
    }

    /// `--option=value` and `-ovalue`.
    private static func split(_ text: String, _ word: [UInt8]) -> (name: String, value: [UInt8]?) {
        if word.starts(with: "--".utf8) {
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { return (text, nil) }
            return (String(decoding: word[..<equals], as: UTF8.self), Array(word[(equals + 1)...]))
        }
        guard word.count > 2 else { return (text, nil) }
        return (String(decoding: word[..<2], as: UTF8.self), Array(word[2...]))
    }

    private mutating func set(_ flag: OptionSpec) {
        arguments.flags.insert(flag)
        switch flag {
        case .noWait: arguments.waits = false
        case .any: arguments.any = true
        case .json: arguments.json = true
        case .help: wantsHelp = true
        default: break
        }
    }

    private mutating func set(_ option: OptionSpec, _ name: String, _ bytes: [UInt8]) throws(UsageError) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch option {
        case .scandir: arguments.scandir = try path(bytes, name)
        case .timeout: arguments.timeout = try seconds(text, name)
        case .killAfter: arguments.killAfter = try seconds(text, name)
        case .fields: arguments.fields = try fields(text)
        case .name: arguments.name = try slotName(bytes, name)
        case .max: arguments.max = Int(try number(text, name, in: 2...80_000))
        case .readyFD: arguments.readyFD = Int32(try number(text, name, in: 3...1_000_000))
        case .from: arguments.from = try path(bytes, name)
        case .group: arguments.group = Int32(try number(text, name, in: 2...Int(Int32.max)))
        case .profile, .home, .policy, .variable, .lines, .since, .crashCap:
            try setOfGateways(option, name, bytes, text)
        case .noWait, .any, .json, .help, .version: break
        case .all, .force, .starting, .unsupervised, .boot, .dryRun, .prune, .waits, .watch, .follow: break
        }
    }

    /// The same for what is about gateways and their logs.
    private mutating func setOfGateways(
        _ option: OptionSpec,
        _ name: String,
        _ bytes: [UInt8],
        _ text: String
    ) throws(UsageError) {
        switch option {
        case .profile:
            arguments.profile = try checked(name) { () throws(GatewayError) in try ProfileName(bytes: bytes) }
        case .home: arguments.home = try path(bytes, name)
        case .policy:
            guard let policy = GatewayPolicy(letter: bytes) else {
                throw error("cannot use \(name) \(text): it takes A, B or C")
            }
            arguments.policy = policy
        case .variable:
            arguments.variables.append(
                try checked(name) { () throws(GatewayError) in try GatewayVariable(assignment: bytes) }
            )
        case .crashCap:
            guard let cap = CrashCap(bytes) else {
                throw error("cannot use \(name) \(text): it takes deaths and seconds, such as \"5 60\", or 0")
            }
            arguments.crashCap = cap
        case .lines: arguments.lines = try number(text, name, in: 0...1_000_000_000)
        case .since:
            guard let since = LogSince(text) else {
                throw error("cannot use \(name) \(text): it takes a time: 90s, 10m, 2h, 1d, a date, or a TAI64N label")
            }
            arguments.since = since
        default: break
        }
    }

    private func checked<Value>(_ name: String, _ make: () throws(GatewayError) -> Value) throws(UsageError) -> Value {
        do throws(GatewayError) { return try make() } catch {
            throw self.error("cannot use \(name): \(error): \(error.remedy ?? "it is not one")")
        }
    }

    private func path(_ bytes: [UInt8], _ name: String) throws(UsageError) -> S6Path {
        do throws(S6Error) { return try S6Path(bytes: bytes) } catch {
            throw self.error("cannot use \(name): its value is empty")
        }
    }

    private func slotName(_ bytes: [UInt8], _ name: String) throws(UsageError) -> SlotName {
        do throws(S6Error) { return try SlotName(bytes: bytes) } catch {
            throw self.error("cannot use \(name): \(error.remedy ?? "no slot can have that name")")
        }
    }

    private func seconds(_ text: String, _ name: String) throws(UsageError) -> Duration {
        guard let duration = Seconds.duration(text) else {
            throw error("cannot use \(name) \(text): it takes seconds, such as 30 or 0.5")
        }
        return duration
    }

    private func number(_ text: String, _ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw error("cannot use \(name) \(text): it takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func fields(_ text: String) throws(UsageError) -> [SvstatField] {
        var fields: [SvstatField] = []
        var names = text.split(separator: ",", omittingEmptySubsequences: false)
        if names.count > 1, names.last?.isEmpty == true { names.removeLast() }  // as s6-svstat
        for name in names {
            guard let field = SvstatField(rawValue: String(name)) else {
                throw error("cannot print \(name.isEmpty ? "nothing" : name): the fields are \(SvstatField.list)")
            }
            fields.append(field)
        }
        return fields
    }

    private func error(_ message: String) -> UsageError {
        UsageError(message: "\(spec.name): \(message)", command: spec.name)
    }
}
