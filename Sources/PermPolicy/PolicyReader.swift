import PermCore
import S6Native

/// Reads the lines of a policy that people wrote.
struct PolicyReader {
    let userOfName: (String) -> UInt32?
    private(set) var base: S6Path?
    private(set) var lines: [PolicyLine] = []

    init(userOfName: @escaping (String) -> UInt32?) { self.userOfName = userOfName }

    mutating func read(_ bytes: [UInt8], number: Int) throws(PolicyMistake) {
        guard
            bytes.allSatisfy({ $0 == UInt8(ascii: "\t") || (0x20...0x7E).contains($0) })
                || bytes.first == UInt8(ascii: "#")
        else {
            throw PolicyMistake(
                number,
                "it holds a byte that is no printable ASCII",
                remedy: "retype the line; end lines with LF"
            )
        }
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            .map { String(decoding: $0, as: UTF8.self) }
        guard let first = words.first, !first.hasPrefix("#") else { return }
        if first == "base" {
            try readBase(words, number)
        } else {
            try readGrant(words, number)
        }
    }

    private mutating func readBase(_ words: [String], _ number: Int) throws(PolicyMistake) {
        guard words.count == 2 else {
            throw PolicyMistake(number, "base is one path", remedy: "write: base /run/s6-rc/servicedirs")
        }
        guard base == nil else { throw PolicyMistake(number, "base is said already", remedy: "keep one of them") }
        let path = try? S6Path(words[1])
        guard let path, Self.isPlain(path) else {
            let remedy = "write it absolute, at most 255 bytes, without //, . or .., and without a / at its end"
            throw PolicyMistake(number, "\(words[1]) is no path that is followed", remedy: remedy)
        }
        base = path
    }

    /// The helper decides: it is a path if the helper takes it for one.
    private static func isPlain(_ path: S6Path) -> Bool {
        let text = Array("hermes-s6 1 ".utf8) + path.bytes + [UInt8(ascii: "\n")]
        guard let name = ServiceName(Array("any".utf8).span) else { return false }
        return (try? CompiledPolicy(text.span, for: 0, name)) != nil
    }

    private mutating func readGrant(_ words: [String], _ number: Int) throws(PolicyMistake) {
        guard (2...3).contains(words.count) else {
            throw PolicyMistake(
                number,
                "a grant has two or three words",
                remedy: "write: USER SERVICE up,down,restart,term"
            )
        }
        let user = try user(words[0], number), service = words[1]
        guard ServiceName(Array(service.utf8).span) != nil else {
            let remedy = "it is [A-Za-z0-9_][A-Za-z0-9._-]{0,63}, the name of a servicedir below base"
            throw PolicyMistake(number, "\(service) is no name of a service", remedy: remedy)
        }
        if let other = lines.first(where: { $0.user == user && $0.service == service }) {
            let reason = "\(words[0]) and \(service) stand in line \(other.line) already"
            throw PolicyMistake(number, reason, remedy: "make one line of both")
        }
        let verbs = words.count == 3 ? try Self.verbs(words[2], number) : GrantedVerb.byDefault
        lines.append(PolicyLine(line: number, userWord: words[0], user: user, service: service, verbs: verbs))
    }

    private func user(_ word: String, _ number: Int) throws(PolicyMistake) -> UInt32 {
        if word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            let isPlain = word == "0" || !word.hasPrefix("0")
            if isPlain, let user: UInt32 = Decimal.number(Array(word.utf8)), user != UInt32.max { return user }
            throw PolicyMistake(
                number,
                "\(word) is no user number",
                remedy: "write it from 0 to 4294967294, without a leading 0"
            )
        }
        guard let user = userOfName(word) else {
            throw PolicyMistake(number, "/etc/passwd has no user \(word)", remedy: "add the user, or write its number")
        }
        return user
    }

    private static func verbs(_ word: String, _ number: Int) throws(PolicyMistake) -> Set<GrantedVerb> {
        var verbs: Set<GrantedVerb> = []
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
            guard let verb = GrantedVerb(rawValue: String(part)) else {
                let remedy =
                    "it is one or more of up,down,restart,term,hup, with a comma between; nothing else can be granted"
                throw PolicyMistake(
                    number,
                    "\(part.isEmpty ? "an empty word" : String(part)) is no verb",
                    remedy: remedy
                )
            }
            guard verbs.insert(verb).inserted else {
                throw PolicyMistake(number, "\(part) is said twice", remedy: "say it once")
            }
        }
        return verbs
    }
}
