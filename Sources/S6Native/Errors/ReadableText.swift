/// Bytes as text for a person to read: what is not UTF-8 is repaired, and control characters are spelt out.
///
/// Whoever may name a slot is not to write to the terminal of whoever lists it, or a line into its log.
public enum ReadableText {
    /// The text; a control character, of ASCII or C1, is `\x1b`.
    public static func of(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var last: UInt8 = 0
        for byte in bytes {
            if last == 0xC2 && (0x80...0x9F).contains(byte) {  // U+0080 to U+009F
                text.removeLast()
                text += escape(last) + escape(byte)
            } else if byte < 0x20 || byte == 0x7F {
                text += escape(byte)
            } else {
                text.append(byte)
            }
            last = byte
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(byte >> 4), digit(byte & 15)]
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
