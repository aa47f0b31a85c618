/// What many values come to, by percentiles.
package enum Summary {
    package static func write(
        _ operation: String,
        _ contender: String,
        _ count: Int,
        _ samples: Samples,
        _ processor: Samples,
        to raw: RawValues
    ) {
        raw.write([
            "kind": "summary", "operation": .text(operation), "contender": .text(contender), "n": .number(Int64(count)),
            "count": .number(Int64(samples.count)), "min": number(samples, 0), "p50": number(samples, 50),
            "p90": number(samples, 90), "p99": number(samples, 99), "p999": number(samples, 99.9),
            "max": number(samples, 100), "cpu_p50": number(processor, 50),
        ])
    }

    private static func number(_ samples: Samples, _ percent: Double) -> RawValues.Value {
        .number(samples.count == 0 ? 0 : Int64(samples.percentile(percent)))
    }
}
