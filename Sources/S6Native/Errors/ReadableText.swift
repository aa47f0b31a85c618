/// Bytes as text for a person to read: what is not UTF-8 is repaired, and control characters are spelt out.
///
/// Whoever may name a slot is not to write to the terminal of whoever lists it, or a line into its log.
public enum ReadableText {
    /// The text; a control character, of ASCII or C1, is `\x1b`, and what would turn the line around, hide in it or end
    /// it, `\xe2\x80\xae`.
    public static func of(_ bytes: some Collection<UInt8>) -> String { text(of: bytes).string }

    /// The same, in bytes.
    package static func text(of bytes: some Collection<UInt8>) -> Text {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        let bytes = Array(bytes)
        var index = 0
        while index < bytes.count {
            let length = disguise(bytes, at: index)
            if length > 0 {
                for byte in bytes[index..<index + length] { text += escape(byte) }
            } else {
                text.append(bytes[index])
            }
            index += max(1, length)
        }
        return Text(bytes: text)
    }

    /// How many bytes from here on are one character that nobody is to see as it is; 0 if it may be seen.
    private static func disguise(_ bytes: [UInt8], at index: Int) -> Int {
        func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
        switch byte(0) {
        case ..<0x20, 0x7F: return 1
        case 0xC2: return (0x80...0x9F).contains(byte(1)) ? 2 : 0  // C1
        case 0xD8: return byte(1) == 0x9C ? 2 : 0  // the Arabic letter mark
        case 0xE2 where byte(1) == 0x80:
            // Marks and zero widths; line and paragraph separators, embeddings and overrides.
            return (0x8B...0x8F).contains(byte(2)) || (0xA8...0xAE).contains(byte(2)) ? 3 : 0
        case 0xE2 where byte(1) == 0x81: return (0xA0...0xAF).contains(byte(2)) ? 3 : 0  // joiners and isolates
        case 0xEF: return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0  // the byte order mark
        default: return 0
        }
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(byte >> 4), digit(byte & 15)]
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
