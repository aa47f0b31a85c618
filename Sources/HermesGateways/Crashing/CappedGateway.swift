public import S6Native

/// How it was when a gateway's restarts were ended: what `data/capped` in its slot says.
public struct CappedGateway: Equatable, Sendable {
    /// How many times it had died.
    public let deaths: Int
    /// Within how many seconds.
    public let seconds: Int64
    /// What it last exited with; meaningless if a signal killed it.
    public let exitCode: UInt8
    /// The signal that last killed it; 0 if it exited.
    public let signal: UInt8
    /// When it last died.
    public let at: TAI64N

    init(deaths: Int, seconds: Int64, exitCode: UInt8, signal: UInt8, at: TAI64N) {
        self.deaths = deaths
        self.seconds = seconds
        self.exitCode = exitCode
        self.signal = signal
        self.at = at
    }

    /// The line of the file.
    var line: [UInt8] {
        Text.bytes("deaths=\(deaths) seconds=\(seconds) exit=\(exitCode) signal=\(signal) time=\(at.unixSeconds)\n")
    }

    /// Reads the line; what is not there is 0, since that the file is there says enough.
    init(line: [UInt8]) {
        func value(_ key: StaticString) -> Int64 {
            let prefix = Text.bytes("\(key)=")
            for word in line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") })
            where word.starts(with: prefix) {
                return Decimal.number(word.dropFirst(prefix.count)) ?? 0
            }
            return 0
        }
        deaths = Int(clamping: value("deaths"))
        seconds = value("seconds")
        exitCode = UInt8(clamping: value("exit"))
        signal = UInt8(clamping: value("signal"))
        at = TAI64N(unixSeconds: value("time"), nanoseconds: 0)
    }
}

extension CappedGateway: CustomStringConvertible, Worded {
    /// `5 deaths in 41 s, last exit 1`.
    public var description: String { text.string }

    package var text: Text {
        "\(deaths) deaths in \(seconds) s, last " + (signal == 0 ? "exit \(exitCode)" : "killed by signal \(signal)")
    }
}
