/// Decimal numbers as s6 and the kernel write them in small files.
package enum Decimal {
    /// The number that the digits are, and nothing else is with them; `nil` if it is none, or too large.
    package static func number<Number: FixedWidthInteger>(_ digits: some Collection<UInt8>) -> Number? {
        guard !digits.isEmpty else { return nil }
        var number: Number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, carries) = tens.addingReportingOverflow(Number(digit - UInt8(ascii: "0")))
            guard !overflows && !carries else { return nil }
            number = sum
        }
        return number
    }

    /// The digits of a number, behind a minus if it is negative.
    package static func digits(_ number: Int64) -> [UInt8] {
        var digits: [UInt8] = [], rest = number.magnitude
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        if number < 0 { digits.append(UInt8(ascii: "-")) }
        digits.reverse()
        return digits
    }
}
