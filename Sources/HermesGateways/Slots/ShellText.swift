/// The text of a shell script, line by line.
struct ShellText {
    private(set) var bytes: [UInt8] = []

    /// Adds a line: pieces that are put behind each other.
    mutating func line(_ pieces: [UInt8]...) {
        for piece in pieces { bytes += piece }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds a line.
    mutating func line(_ text: StaticString) { line(Array("\(text)".utf8)) }

    /// A word that the shell takes as it is, whatever is in it.
    static func quoted(_ word: some Collection<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "'")
        var text = [quote]
        for byte in word {
            if byte == quote { text += [quote, UInt8(ascii: "\\"), quote, quote] } else { text.append(byte) }
        }
        return text + [quote]
    }
}
