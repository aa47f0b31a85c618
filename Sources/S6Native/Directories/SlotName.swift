/// The name of a slot, an entry of a scandir.
///
/// Any bytes but NUL and slash, and no dot at the beginning, as many as an entry may have (255). One that is published
/// or retired has at most ``maximumLength``.
public struct SlotName: Hashable, Comparable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]

    /// The longest name that leaves room for what is put around it while a slot is published or retired.
    public static let maximumLength = 239

    /// Takes a name.
    ///
    /// - Throws: ``S6Error/invalidSlotName(bytes:)``.
    public init(bytes: some Sequence<UInt8>) throws(S6Error) {
        let bytes = Array(bytes)
        guard let first = bytes.first, first != UInt8(ascii: "."), bytes.count <= 255,  // NAME_MAX
            !bytes.contains(0), !bytes.contains(UInt8(ascii: "/"))
        else { throw .invalidSlotName(bytes: bytes) }
        self.bytes = bytes
    }

    /// Takes a name in UTF-8.
    public init(_ string: String) throws(S6Error) { try self.init(bytes: string.utf8) }

    /// For the names that s6-svscan accepts, however long.
    package init(found bytes: [UInt8]) { self.bytes = bytes }

    /// The order of the bytes.
    public static func < (left: SlotName, right: SlotName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension SlotName: CustomStringConvertible, Worded {
    /// The name for a person to read: see ``ReadableText``.
    public var description: String { text.string }

    package var text: Text { ReadableText.text(of: bytes) }
}

extension SlotName {
    /// - Throws: ``S6Error/invalidSlotName(bytes:)`` if there is no room for what is put around it.
    func checkItHasRoom() throws(S6Error) {
        guard bytes.count <= Self.maximumLength else { throw .invalidSlotName(bytes: bytes) }
    }

    package var entry: EntryName { EntryName(bytes) }

    /// The hidden name under which a slot of this name is put together.
    package var staging: EntryName { EntryName(hidden(".tmp")) }

    /// What every hidden name begins with that a slot of this name has while it is retired.
    package var retiredPrefix: [UInt8] { hidden(".retired-") }

    /// A hidden name that no other retired slot has.
    func retired(_ random: InlineArray<16, UInt8>) -> EntryName {
        EntryName(retiredPrefix + RandomBytes.letters(random))
    }

    private func hidden(_ suffix: StaticString) -> [UInt8] { [UInt8(ascii: ".")] + bytes + Array(suffix) }
}
