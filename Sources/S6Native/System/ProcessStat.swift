/// What the kernel tells of a process in `/proc/PID/stat`, as far as we ask.
package struct ProcessStat: Equatable {
    package let parent: Int32
    package let group: Int32
    package let session: Int32
    /// It has ended, and waits for its parent to take notice.
    package let isZombie: Bool
    /// When it started, in the kernel's ticks since boot: with the number, it names the process for good.
    package let startTime: UInt64

    /// Decodes the line; `nil` if it is none.
    ///
    /// The second field is the command's name in parentheses, with any byte in it: the fields that follow are
    /// found behind the last parenthesis.
    init?(decoding line: [UInt8]) {
        guard let parenthesis = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = line[(parenthesis + 1)...].split(separator: UInt8(ascii: " "), maxSplits: Field.startTime + 1)
        guard fields.count > Field.startTime, let state = fields[Field.state].first,
            let parent: Int32 = Decimal.number(fields[Field.parent]),
            let group: Int32 = Decimal.number(fields[Field.group]),
            let session: Int32 = Decimal.number(fields[Field.session]),
            let startTime: UInt64 = Decimal.number(fields[Field.startTime])
        else { return nil }
        self.parent = parent
        self.group = group
        self.session = session
        self.startTime = startTime
        isZombie = state == UInt8(ascii: "Z") || state == UInt8(ascii: "X")
    }

    /// The fields behind the parenthesis, counted from 0: proc(5) counts them from 3.
    private enum Field {
        static let state = 0
        static let parent = 1
        static let group = 2
        static let session = 3
        static let startTime = 19
    }
}
