import S6Native

/// Makes what somebody logged fit for a terminal: a control character other than newline and tab is spelt out.
struct LogSanitizer {
    /// A character that has begun and may go on in what comes next.
    private var begun: [UInt8] = []

    /// Takes the next bytes; what is to be shown of them now.
    mutating func clean(_ bytes: [UInt8]) -> [UInt8] {
        let all = begun + bytes
        let whole = all.dropLast(Self.unfinished(all))
        begun = Array(all[whole.endIndex...])
        return Self.readable(whole)
    }

    /// What is to be shown of a character that has not gone on.
    mutating func end() -> [UInt8] {
        defer { begun = [] }
        return Self.readable(begun[...])
    }

    /// How many bytes at the end are a character of UTF-8 that is not whole.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for count in 1...3 where count <= bytes.count {
            switch bytes[bytes.count - count] {
            case 0x80...0xBF: continue  // not the first of a character
            case 0xC2...0xDF: return count < 2 ? count : 0
            case 0xE0...0xEF: return count < 3 ? count : 0
            case 0xF0...0xF4: return count
            default: return 0
            }
        }
        return 0
    }

    private static func readable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = [], rest = bytes
        while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }) {
            result += ReadableText.of(rest[..<end]).utf8
            result.append(rest[end])
            rest = rest[(end + 1)...]
        }
        return result + ReadableText.of(rest).utf8
    }
}
