import S6Native

/// The text of a shell script, line by line.
struct ShellText {
    private(set) var bytes: [UInt8] = []

    /// Adds a line.
    mutating func line(_ text: Text) {
        bytes += text.bytes
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A word that the shell takes as it is, whatever is in it.
    static func quoted(_ word: some Collection<UInt8>) -> Text {
        let quote = UInt8(ascii: "'")
        var text = [quote]
        for byte in word {
            if byte == quote { text += [quote, UInt8(ascii: "\\"), quote, quote] } else { text.append(byte) }
        }
        return Text(bytes: text + [quote])
    }
}
