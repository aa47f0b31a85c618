/// Takes numbers and signs from the front of some bytes.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes a sign, if it is the next byte.
    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes a number of exactly `count` digits, if they are the next bytes.
    mutating func number(_ count: Int) -> Int64? {
        guard rest.count >= count, let number = Self.number(rest.prefix(count)) else { return nil }
        rest.removeFirst(count)
        return number
    }

    /// Takes one to nine digits as the fraction of a second, in nanoseconds.
    mutating func fraction() -> UInt32? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard digits.count <= 9, let number = Self.number(digits) else { return nil }
        rest.removeFirst(digits.count)
        var nanoseconds = number
        for _ in digits.count..<9 { nanoseconds *= 10 }
        return UInt32(nanoseconds)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 0x30)
        }
        return number
    }
}

extension ByteReader {
    /// Takes `2026-11-21`.
    mutating func date() -> CivilTime? {
        var time = CivilTime()
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else { return nil }
        (time.year, time.month, time.day) = (year, month, day)
        return time.isValid ? time : nil
    }

    /// Takes `03:44`, and puts it into `time`.
    mutating func clock(into time: inout CivilTime) -> Bool {
        guard let hour = number(2), take(":"), let minute = number(2) else { return false }
        (time.hour, time.minute) = (hour, minute)
        return time.isValid
    }

    /// Takes `:12` or `:12.123456789`, and puts it into `time`.
    mutating func seconds(into time: inout CivilTime) -> Bool {
        guard take(":"), let second = number(2) else { return false }
        time.second = second
        if take(".") {
            guard let nanoseconds = fraction() else { return false }
            time.nanoseconds = nanoseconds
        }
        return time.isValid
    }
}
