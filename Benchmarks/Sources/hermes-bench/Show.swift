import Measuring

/// What was measured, for people.
enum Show {
    private static let fewestForTails = 20

    /// An operation a paragraph, the fastest contender first.
    static func table(_ contest: Contest) {
        for operation in Operation.allCases {
            let rows = contest.samples.filter { $0.key.operation == operation }.sorted {
                $0.value.median < $1.value.median
            }
            guard !rows.isEmpty else { continue }
            print(operation.rawValue)
            for (key, samples) in rows { print(row(key.contender, samples)) }
        }
    }

    static func row(_ name: String, _ samples: Samples) -> String {
        let padding = String(repeating: " ", count: max(1, 32 - name.count))
        // Of few values, nothing is said of the slowest of ten, or of a hundred.
        let tails =
            samples.count < fewestForTails
            ? "" : [90, 99].map { ", p\($0) \(Times.text(samples.percentile($0)))" }.joined()
        return "  \(name)\(padding)median \(Times.text(samples.median))\(tails) (\(samples.count))"
    }
}
