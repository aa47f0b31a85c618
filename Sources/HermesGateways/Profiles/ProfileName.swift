public import S6Native

/// The name of a Hermes profile: 1 to 64 of `a` to `z`, digits, `-` and `_`, the first a letter or a digit.
///
/// The root profile is ``standard``, `default`. The slot of a profile is `gateway-` and its name.
public struct ProfileName: Hashable, Comparable, Sendable {
    /// The bytes, ASCII.
    public let bytes: [UInt8]

    /// The longest name, as Hermes has it for its profiles: with what is put around it, it fits everywhere.
    public static let maximumLength = 64

    /// What the name of every gateway's slot begins with.
    public static var slotPrefix: [UInt8] { Text.bytes("gateway-") }

    /// Takes a name, the whole of which has to match.
    ///
    /// - Throws: ``GatewayError/invalidProfileName(bytes:)``.
    public init(bytes: some Sequence<UInt8>) throws(GatewayError) {
        let bytes = Array(bytes)
        guard let first = bytes.first, Self.isLetterOrDigit(first), bytes.count <= Self.maximumLength,
            bytes.allSatisfy({ Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { throw .invalidProfileName(bytes: bytes) }
        self.bytes = bytes
    }

    /// Takes a name.
    public init(_ name: String) throws(GatewayError) { try self.init(bytes: name.utf8) }

    /// The profile of a slot; `nil` if it is not the slot of one.
    public init?(ofSlot slot: SlotName) {
        guard slot.bytes.starts(with: Self.slotPrefix) else { return nil }
        do throws(GatewayError) {
            try self.init(bytes: slot.bytes.dropFirst(Self.slotPrefix.count))
        } catch {
            return nil
        }
    }

    private init(known bytes: [UInt8]) { self.bytes = bytes }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The root profile, whose home is Hermes' home itself.
    public static var standard: ProfileName { ProfileName(known: Text.bytes("default")) }

    /// Whether it is the root profile.
    public var isStandard: Bool { self == .standard }

    /// The name of its slot.
    public var slot: SlotName { SlotName(found: Self.slotPrefix + bytes) }

    /// The order of the bytes.
    public static func < (left: ProfileName, right: ProfileName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ProfileName: CustomStringConvertible, Worded {
    /// The name.
    public var description: String { text.string }

    package var text: Text { Text(bytes: bytes) }
}
