/// A compiled policy, as far as it concerns one caller and one service.
///
/// ```
/// hermes-s6 1 BASE
/// UID SERVICE BYTES
/// ```
///
/// One space between the words, a newline at the end of each line, nothing else. Who is granted something in two lines
/// has both. The text is valid as a whole or not at all: a mistake in a line about somebody else refuses everybody.
public struct CompiledPolicy {
    /// How long it may be.
    public static let limit = 4096
    /// How long the path of the servicedirs may be.
    public static let baseLimit = 255

    /// Where the path of the servicedirs is in the text.
    public let base: Range<Int>
    /// What the caller may ask of the service.
    public let grants: Grants

    /// Reads a policy.
    ///
    /// - Throws: ``Refusal/unusablePolicy``.
    public init(_ text: Span<UInt8>, for user: UInt32, _ service: ServiceName) throws(Refusal) {
        guard text.count <= Self.limit else { throw .unusablePolicy }
        var place = 0, grants = Grants()
        let name = try Self.word(text, &place, " "), version = try Self.word(text, &place, " ")
        guard text.extracting(name).isSame(as: "hermes-s6"), text.extracting(version).isSame(as: "1") else {
            throw .unusablePolicy
        }
        base = try Self.word(text, &place, "\n")
        guard Self.isPath(text.extracting(base)) else { throw .unusablePolicy }
        while place < text.count {
            let who = try Self.word(text, &place, " "), what = try Self.word(text, &place, " ")
            let letters = try Self.word(text, &place, "\n")
            guard let listed = Self.user(text.extracting(who)), ServiceName(text.extracting(what)) != nil,
                let granted = Grants(text.extracting(letters))
            else { throw .unusablePolicy }
            if listed == user && service.isSame(as: text.extracting(what)) { grants.add(granted) }
        }
        self.grants = grants
    }

    /// The bytes up to the one that ends the word, which is passed over.
    private static func word(
        _ text: Span<UInt8>,
        _ place: inout Int,
        _ end: Unicode.Scalar
    ) throws(Refusal) -> Range<Int> {
        let start = place
        while place < text.count {
            place += 1
            if text[place - 1] == UInt8(ascii: end) { return start..<place - 1 }
        }
        throw .unusablePolicy
    }

    /// A decimal number without a leading zero, and not the one that means "nobody" to the kernel.
    private static func user(_ digits: Span<UInt8>) -> UInt32? {
        guard (1...10).contains(digits.count), digits.count == 1 || digits[0] != UInt8(ascii: "0") else { return nil }
        var number: UInt64 = 0
        for n in digits.indices {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digits[n]) else { return nil }
            number = number * 10 + UInt64(digits[n] - UInt8(ascii: "0"))
        }
        return number < UInt64(UInt32.max) ? UInt32(number) : nil
    }

    /// Whether it is an absolute path in its plainest form: no `//`, `.` or `..`, no `/` at the end, all printable.
    private static func isPath(_ text: Span<UInt8>) -> Bool {
        let slash = UInt8(ascii: "/"), dot = UInt8(ascii: ".")
        guard (2...baseLimit).contains(text.count), text[0] == slash else { return false }
        var start = 1
        for n in 1...text.count where n == text.count || text[n] == slash {
            let length = n - start
            guard length > 0, length > 2 || text[start] != dot || (length == 2 && text[start + 1] != dot) else {
                return false
            }
            start = n + 1
        }
        for n in text.indices where !(0x21...0x7E).contains(text[n]) { return false }
        return true
    }
}
