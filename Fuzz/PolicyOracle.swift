/// The compiled policy read a second time, by text and lists, sharing nothing with the parser that decides.
struct PolicyOracle {
    let base: String
    private let lines: [(user: UInt32, service: String, letters: String)]

    init?(_ bytes: [UInt8]) {
        guard bytes.count <= 4096, bytes.last == 10, bytes.allSatisfy({ $0 < 128 }) else { return nil }
        var rows = String(decoding: bytes, as: UTF8.self).utf8.split(separator: 10, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        rows.removeLast()  // behind the last newline
        let head = Self.words(rows.removeFirst())
        guard head.count == 3, head[0] == "hermes-s6", head[1] == "1", Self.isPath(head[2]) else { return nil }
        base = head[2]
        var lines: [(user: UInt32, service: String, letters: String)] = []
        for row in rows {
            let words = Self.words(row)
            guard words.count == 3, let user = UInt32(words[0]), "\(user)" == words[0], user != .max,
                Self.isService(words[1]), !words[2].isEmpty, "udrth".filter({ words[2].contains($0) }) == words[2]
            else { return nil }
            lines.append((user, words[1], words[2]))
        }
        self.lines = lines
    }

    /// All that is granted, sorted as in the policy.
    func letters(_ user: UInt32, _ service: String) -> String {
        let granted = lines.filter { $0.user == user && $0.service == service }.map(\.letters).joined()
        return "udrth".filter { granted.contains($0) }
    }

    /// Somebody and something to ask about.
    var questions: [(UInt32, String)] { lines.map { ($0.user, $0.service) } + [(10000, "web"), (0, "a")] }

    private static func words(_ row: String) -> [String] {
        row.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    private static func isPath(_ text: String) -> Bool {
        guard text.hasPrefix("/"), (2...255).contains(text.utf8.count) else { return false }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !["", ".", ".."].contains($0) }
    }

    private static func isService(_ text: String) -> Bool {
        let alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
        guard let first = text.first, text.count <= 64, first != ".", first != "-" else { return false }
        return text.allSatisfy { alphabet.contains($0) }
    }
}
