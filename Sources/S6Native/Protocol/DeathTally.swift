/// How and when `./run` died, oldest first, since the supervisor started: `supervise/death_tally`.
///
/// The supervisor keeps the last 100, or what `max-death-tally` says, and starts an empty tally when it starts
/// itself. Deaths on an operator's command are in it too. The corresponding s6 program is `s6-svdt`.
public struct DeathTally: Equatable, Sendable {
    /// One death.
    public struct Death: Equatable, Sendable {
        /// When it was noticed.
        public let at: TAI64N
        /// What `./run` exited with; 128 plus the signal if one killed it.
        public let exitCode: UInt8
        /// The signal that killed it, 0 if it exited.
        public let signal: UInt8
    }

    /// The size of one death: a TAI64N label, the exit code, the signal.
    public static let recordSize = 14
    /// The most that `max-death-tally` can ask for.
    public static let maximumCount = 4096

    /// The deaths, oldest first.
    public let deaths: [Death]

    /// Decodes a whole tally.
    ///
    /// - Throws: ``MalformedRecord`` unless it is made of whole records with possible times. (s6 empties such a
    ///   file at the next death; this only reads.)
    public init(decoding bytes: Span<UInt8>) throws(MalformedRecord) {
        let count = bytes.count / Self.recordSize
        guard bytes.count % Self.recordSize == 0, count <= Self.maximumCount else {
            throw .deathTallySize(bytes.count)
        }
        var deaths: [Death] = []
        deaths.reserveCapacity(count)
        for index in 0..<count {
            let offset = index * Self.recordSize
            let death = Death(
                at: try TAI64N(decoding: bytes, at: offset),
                exitCode: bytes[offset + TAI64N.encodedSize],
                signal: bytes[offset + TAI64N.encodedSize + 1]
            )
            deaths.append(death)
        }
        self.deaths = deaths
    }
}
