import S6Native

/// The text of a JSON object, and where in it the values of some of its own keys stand.
///
/// It takes what Python's `json` takes, so that what we keep is not what the gateway throws away: RFC 8259, and `NaN`
/// and `Infinity`; UTF-8, perhaps with a byte order mark before it. Nothing is decoded but what is asked for.
struct JSONText {
    /// A key of the object itself, and where its value stands.
    struct Member {
        let key: [UInt8]
        let value: Range<Int>
    }

    let bytes: [UInt8]
    /// Those of the wanted keys that are there, in their order; of a key that is there twice, the last counts.
    let members: [Member]
    /// Where the object's closing brace stands.
    let end: Int
    /// Where the last value ends; `nil` where there is none.
    let lastValueEnd: Int?

    /// Deeper is no state of anything, and Python gives up as well.
    static let deepest = 10_000

    /// Reads the object; `nil` if it is none.
    init?(_ bytes: [UInt8], keys: [[UInt8]]) {
        guard UTF8Text.isValid(bytes) else { return nil }
        var scanner = JSONScanner(bytes)
        guard let object = scanner.object(keys: keys) else { return nil }
        self.bytes = bytes
        members = object.members
        end = object.end
        lastValueEnd = object.lastValueEnd
    }

    /// Where the value of a key stands that is wanted.
    func value(of key: StaticString) -> Range<Int>? {
        members.last { $0.key.equals(key) }?.value
    }

    /// The string that is the value of a key; `nil` if it is no string.
    func string(_ key: StaticString) -> [UInt8]? {
        guard let range = value(of: key) else { return nil }
        var scanner = JSONScanner(bytes, at: range.lowerBound)
        return scanner.string()
    }

    /// The whole number that is the value of a key, if it is one, and not negative.
    func number(_ key: StaticString) -> UInt64? {
        value(of: key).flatMap { Decimal.number(bytes[$0]) }
    }

    /// Whether a key is there, and not `null`.
    func has(_ key: StaticString) -> Bool {
        guard let range = value(of: key) else { return false }
        return !bytes[range].equals("null")
    }

    /// The same text with the value of a key replaced, or the key added behind all others; every other byte is kept.
    func setting(_ key: [UInt8], to value: [UInt8]) -> [UInt8] {
        if let old = members.last(where: { $0.key == key })?.value {
            return Array(bytes[..<old.lowerBound]) + value + Array(bytes[old.upperBound...])
        }
        let place = lastValueEnd ?? end
        let member =
            (lastValueEnd == nil ? [] : [UInt8(ascii: ",")]) + JSONText.quoted(key) + [UInt8(ascii: ":")] + value
        return Array(bytes[..<place]) + member + Array(bytes[place...])
    }

    /// A JSON string.
    static func quoted(_ text: some Sequence<UInt8>) -> [UInt8] {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                quoted += Text.bytes("\\u00") + [Self.digit(byte >> 4), Self.digit(byte & 15)]
            default: quoted.append(byte)
            }
        }
        return quoted + [UInt8(ascii: "\"")]
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
