public import S6Native

/// How many deaths in how many seconds end a gateway's restarts.
public struct CrashCap: Equatable, Sendable {
    /// That many deaths; 0 is never.
    public let deaths: Int
    /// Within that many seconds.
    public let seconds: Int64

    /// Five in a minute.
    public static var standard: CrashCap { CrashCap(deaths: 5, seconds: 60) }

    /// A number of deaths within a number of seconds.
    public init(deaths: Int, seconds: Int64) {
        self.deaths = deaths
        self.seconds = seconds
    }

    /// So many deaths s6-supervise keeps.
    static var most: Int { 100 }

    /// Takes `5 60`, or `0` for never; `nil` for anything else.
    public init?(_ text: some Collection<UInt8>) {
        let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\n") }
        guard let first = words.first, let deaths: Int = Decimal.number(first), deaths <= Self.most else { return nil }
        if deaths == 0, words.count <= 2 {
            self.init(deaths: 0, seconds: 0)
            return
        }
        guard words.count == 2, let seconds: Int64 = Decimal.number(words[1]), seconds > 0 else { return nil }
        self.init(deaths: deaths, seconds: seconds)
    }

    /// That of a profile: its file `gateway.crash-cap`, or else what `variable` says, or else the standard one.
    ///
    /// What cannot be understood is passed over: a gateway is not to go without a cap for a slip of the keyboard.
    public init(of profile: ProfileName, in hermes: HermesHome, variable: [UInt8]?) {
        if let cap = Self.read(hermes.home(of: profile)) ?? variable.flatMap({ CrashCap($0) }) {
            self = cap
        } else {
            self = .standard
        }
    }

    private static func read(_ home: S6Path) -> CrashCap? {
        do throws(S6Error) {
            return CrashCap(try Directory.handle(trusting: home).plainFile("gateway.crash-cap").contents(limit: 256))
        } catch {
            return nil
        }
    }
}

extension CrashCap {
    /// How it was when the restarts of a longrun that has just ended are to end; `nil` if they go on.
    ///
    /// What is wanted down is no crash, nor is an end with 0 or 75; where it cannot be found out they go on.
    public func verdict(on service: ServiceDirectory, exitCode: Int32) -> CappedGateway? {
        guard exitCode != 0, exitCode != 75, (try? service.status().wantsUp) == true else { return nil }
        return (try? service.deathTally()).flatMap { isReached(by: $0) }
    }

    /// Whether the deaths that a tally tells of are too many, and how it was then.
    ///
    /// A planned end (0) or a restart that the gateway asked for (75) is no crash. Time is what has passed from one
    /// death to the next, and none where the clock was set back in between.
    func isReached(by tally: DeathTally) -> CappedGateway? {
        guard deaths > 0 else { return nil }
        var count = 0
        var span: Int64 = 0
        var later: TAI64N?
        for death in tally.deaths.reversed() where death.isCrash {
            if let later { span += max(0, later.unixSeconds - death.at.unixSeconds) }
            guard span <= seconds else { return nil }
            later = death.at
            count += 1
            if count == deaths { break }
        }
        guard count == deaths, let last = tally.deaths.last(where: { $0.isCrash }) else { return nil }
        return CappedGateway(deaths: count, seconds: span, exitCode: last.exitCode, signal: last.signal, at: last.at)
    }
}

extension DeathTally.Death {
    fileprivate var isCrash: Bool { signal != 0 || (exitCode != 0 && exitCode != 75) }
}
