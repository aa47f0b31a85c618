/// What is wrong with bytes that should be a record of s6.
public enum MalformedRecord: Error, Equatable, Sendable {
    /// A status is 35 bytes (s6 up to 2.12, and from 2.14) or 43 (2.13); this many are neither.
    case statusSize(Int)
    /// A death tally is made of 14-byte records; this many bytes are not, or are more than 4096 records.
    case deathTallySize(Int)
    /// A TAI64N stamp with its reserved first bit set, or with 1,000,000,000 nanoseconds or more.
    case stamp
    /// A process number that no process can have.
    case processNumber
}

extension MalformedRecord: CustomStringConvertible, Worded {
    /// The reason, to stand after `PATH: cannot read: `.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .statusSize(let count): "\(count) bytes are no status record (35 or 43 are)"
        case .deathTallySize(let count): "\(count) bytes are no death tally (up to 4096 times 14 are)"
        case .stamp: "a time stamp in it is not TAI64N"
        case .processNumber: "a process number in it is impossible"
        }
    }
}
