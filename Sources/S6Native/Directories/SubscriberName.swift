/// The name of a subscriber's FIFO in a fifodir.
///
/// s6's notifier looks at exactly the names of 39 bytes that begin with `ftrig1:@`: 24 hexadecimal digits of
/// the time follow, a colon, and six random characters. The FIFO is made under a hidden name first, which
/// the notifier passes over; s6 takes the same name with a dot before it. Ours is another, so that what a
/// killed process of ours left can be told from a FIFO that a program of s6 is just about to open.
struct SubscriberName: Equatable {
    /// The name that the notifier writes to.
    let visible: [UInt8]
    /// The name until somebody reads the FIFO.
    let hidden: [UInt8]

    static let visibleLength = 39
    static let hiddenLength = 42

    /// Makes up a name that nobody can guess and nothing has yet.
    init(at time: TAI64N, random: InlineArray<16, UInt8>) {
        var suffix: [UInt8] = time.hexadecimalDigits
        suffix.append(UInt8(ascii: ":"))
        for index in 0..<6 { suffix.append(Self.character(random[index])) }
        visible = Self.bytes(of: "ftrig1:@") + suffix
        hidden = Self.bytes(of: Self.hiddenPrefix) + suffix
    }

    /// Whether `name` is the hidden name of a FIFO of ours.
    static func isHiddenName(_ name: [UInt8]) -> Bool {
        name.count == hiddenLength && name.starts(with: bytes(of: hiddenPrefix))
    }

    private static let hiddenPrefix: StaticString = ".s6native:@"

    private static func bytes(of string: StaticString) -> [UInt8] { Array(string) }

    /// One of 64 characters that need no quoting, those that s6 takes.
    private static func character(_ random: UInt8) -> UInt8 {
        switch random & 63 {
        case let value where value < 26: UInt8(ascii: "A") + value
        case let value where value < 52: UInt8(ascii: "a") + value - 26
        case let value where value < 62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }
}
