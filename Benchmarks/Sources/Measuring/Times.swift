/// Times, as people read them.
package enum Times {
    package static func text(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1_000: "\(fixed(nanoseconds, 0)) ns"
        case ..<10_000: "\(fixed(nanoseconds / 1000, 1)) µs"
        case ..<1_000_000: "\(fixed(nanoseconds / 1000, 0)) µs"
        case ..<10_000_000: "\(fixed(nanoseconds / 1_000_000, 1)) ms"
        case ..<1_000_000_000: "\(fixed(nanoseconds / 1_000_000, 0)) ms"
        default: "\(fixed(nanoseconds / 1_000_000_000, 2)) s"
        }
    }

    /// A number with so many digits behind the point.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "-" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int64((value.magnitude * scale).rounded())
        let sign = value < 0 && whole != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % Int64(scale))
        return "\(sign)\(whole / Int64(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
