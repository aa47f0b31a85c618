import Measuring

/// Prints what was measured, ratios first.
enum Report {
    static func line(_ what: String, _ ours: Samples, _ name: String, _ theirs: Samples, ratioOf: RatioOf) {
        let ratio = ratioOf == .oursToTheirs ? ours.median / theirs.median : theirs.median / ours.median
        let said = ratioOf == .oursToTheirs ? "times the time of" : "times faster than"
        print(
            "\(what): \(format(ratio, 2)) \(said) \(name)"
                + "   (median \(time(ours.median)), p90 \(time(ours.percentile(90)));"
                + " \(name) \(time(theirs.median)), p90 \(time(theirs.percentile(90))))"
        )
    }

    /// Several contenders, the last of which is what the others are compared with.
    static func row(_ what: String, _ contenders: [(name: String, samples: Samples?)]) {
        let base = contenders.last?.samples?.median ?? .nan
        let words = contenders.enumerated().map { index, contender in
            guard let samples = contender.samples else { return "\(contender.name) -" }
            let ratio = index < contenders.count - 1 ? ", \(format(base / samples.median, 1)) times faster" : ""
            return "\(contender.name) \(time(samples.median)) (p99 \(time(samples.percentile(99)))\(ratio))"
        }
        print("\(what): \(words.joined(separator: "; "))")
    }

    /// What a ratio above 1 means.
    enum RatioOf { case oursToTheirs, theirsToOurs }

    static func time(_ nanoseconds: Double) -> String { Times.text(nanoseconds) }

    static func format(_ value: Double, _ digits: Int) -> String { Times.fixed(value, digits) }
}
