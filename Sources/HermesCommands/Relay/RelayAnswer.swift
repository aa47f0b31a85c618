import PermCore

/// What the broker, or the helper, says to a request.
enum RelayAnswer: Equatable {
    case done
    case refused(Refusal)

    /// An exit code; `nil` for one that means nothing.
    init?(code: Int32) {
        guard code != 0 else {
            self = .done
            return
        }
        guard let refusal = UInt8(exactly: code).flatMap({ Refusal(rawValue: $0) }) else { return nil }
        self = .refused(refusal)
    }

    /// What the broker writes: a decimal exit code and a newline, and nothing else.
    init?(line: [UInt8]) {
        guard (2...4).contains(line.count), line.last == UInt8(ascii: "\n") else { return nil }
        let digits = line.dropLast()
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        self.init(code: digits.reduce(0) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) })
    }
}
