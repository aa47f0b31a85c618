import S6Native

/// Goes through JSON, byte by byte, and fails where it is none.
struct JSONScanner {
    private let bytes: [UInt8]
    private var index: Int

    init(_ bytes: [UInt8], at index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// An object with nothing but white space behind it.
    mutating func object(keys: [[UInt8]]) -> (members: [JSONText.Member], end: Int, lastValueEnd: Int?)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }  // a byte order mark
        skipSpace()
        guard take("{") else { return nil }
        var members: [JSONText.Member] = [], lastValueEnd: Int?
        skipSpace()
        if !take("}") {
            repeat {
                skipSpace()
                guard let key = string() else { return nil }
                skipSpace()
                guard take(":") else { return nil }
                skipSpace()
                let start = index
                guard skipValue() else { return nil }
                if keys.contains(key) { members.append(JSONText.Member(key: key, value: start..<index)) }
                lastValueEnd = index
                skipSpace()
            } while take(",")
            guard take("}") else { return nil }
        }
        let end = index - 1
        skipSpace()
        return index == bytes.count ? (members, end, lastValueEnd) : nil
    }

    /// A string, decoded.
    mutating func string() -> [UInt8]? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// What stands behind a backslash.
    private mutating func escape(into text: inout [UInt8]) -> Bool {
        guard let byte = next() else { return false }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            guard let unit = unit() else { return false }
            append(unit, to: &text)
        default: return false
        }
        return true
    }

    /// A code unit of UTF-16, and the one behind it where the two are one character; one that is alone is U+FFFD.
    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        var scalar = unit
        if (0xD800..<0xDC00).contains(unit) {
            let here = index
            if next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u"), let low = self.unit(),
                (0xDC00..<0xE000).contains(low)
            {
                scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            } else {
                index = here
            }
        }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        text += Array(UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt32? {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = next() else { return nil }
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }

    /// Passes over a value of any kind.
    ///
    /// What it is in is kept in a list, not on the stack: the file may be anybody's.
    private mutating func skipValue() -> Bool {
        var open: [UInt8] = []
        while true {
            skipSpace()
            if take("{") {
                open.append(UInt8(ascii: "}"))
                skipSpace()
                if !take("}") {
                    guard skipKey(), open.count <= JSONText.deepest else { return false }
                    continue
                }
                open.removeLast()
            } else if take("[") {
                open.append(UInt8(ascii: "]"))
                skipSpace()
                guard open.count <= JSONText.deepest else { return false }
                if !take("]") { continue }
                open.removeLast()
            } else {
                guard skipScalar() else { return false }
            }
            guard let isMore = closeValues(&open) else { return false }
            if !isMore { return true }
        }
    }

    /// After a value: goes on to the next in the same object or list, or closes it; `false` when the outermost is closed.
    private mutating func closeValues(_ open: inout [UInt8]) -> Bool? {
        while let closing = open.last {
            skipSpace()
            guard let byte = next() else { return nil }
            if byte == UInt8(ascii: ",") {
                if closing == UInt8(ascii: "}") {
                    skipSpace()
                    guard skipKey() else { return nil }
                }
                return true
            }
            guard byte == closing else { return nil }
            open.removeLast()
        }
        return false
    }

    private mutating func skipKey() -> Bool {
        guard skipString() else { return false }
        skipSpace()
        return take(":")
    }

    private mutating func skipScalar() -> Bool {
        guard index < bytes.count else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "t"): return skip("true")
        case UInt8(ascii: "f"): return skip("false")
        case UInt8(ascii: "n"): return skip("null")
        case UInt8(ascii: "N"): return skip("NaN")
        case UInt8(ascii: "I"): return skip("Infinity")
        default: return skipNumber()
        }
    }

    private mutating func skipString() -> Bool {
        guard take("\"") else { return false }
        var ignored: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard escape(into: &ignored) else { return false }
                ignored.removeAll(keepingCapacity: true)
            case 0..<0x20: return false
            default: break
            }
        }
        return false
    }

    private mutating func skipNumber() -> Bool {
        _ = take("-")
        if skip("Infinity") { return true }
        if !take("0") { guard skipDigits() else { return false } }
        if take(".") { guard skipDigits() else { return false } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard skipDigits() else { return false }
        }
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index > start
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let word = Array(word)
        guard bytes[index...].starts(with: word) else { return false }
        index += word.count
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func next() -> UInt8? {
        guard index < bytes.count else { return nil }
        index += 1
        return bytes[index - 1]
    }
}
