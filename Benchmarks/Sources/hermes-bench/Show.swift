import Measuring

/// What was measured, for people.
enum Show {
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
        let times = [50, 90, 99].map { Times.text(samples.percentile($0)) }
        return "  \(name)\(padding)median \(times[0]), p90 \(times[1]), p99 \(times[2]) (\(samples.count))"
    }
}
