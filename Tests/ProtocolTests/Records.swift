@testable import S6Native

/// Bytes written as hexadecimal digits, with spaces where they help.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.count, by: 2).map { offset in
        let start = digits.index(digits.startIndex, offsetBy: offset)
        return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
}

extension ServiceStatus {
    init(_ record: [UInt8]) throws(MalformedRecord) { try self.init(decoding: record.span) }
}

extension DeathTally {
    init(_ bytes: [UInt8]) throws(MalformedRecord) { try self.init(decoding: bytes.span) }
}

/// A status record of s6's making: flags are 1 paused, 2 finishing, 4 want-up, 8 ready.
func record(
    pid: Int64 = 0,
    flags: UInt8,
    end: UInt16 = 0,
    at seconds: UInt64 = 0x4000_0000_6B00_FE2E,
    group: Int64? = nil
) -> [UInt8] {
    func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
    let stamp = bigEndian(seconds) + bigEndian(UInt32(500))
    return stamp + stamp + bigEndian(pid) + (group.map(bigEndian) ?? []) + bigEndian(end) + [flags]
}

/// The status that such a record is.
func status(pid: Int64 = 0, flags: UInt8, end: UInt16 = 0, at seconds: UInt64 = 0x4000_0000_6B00_FE2E) -> ServiceStatus
{
    guard let status = try? ServiceStatus(record(pid: pid, flags: flags, end: end, at: seconds)) else {
        fatalError("a record of ours decodes")
    }
    return status
}

extension ServiceStatus {
    static var up: ServiceStatus { status(pid: 100, flags: 4) }
    static var upUnwanted: ServiceStatus { status(pid: 100, flags: 0) }
    static var upReady: ServiceStatus { status(pid: 100, flags: 12) }
    /// Another process than in the others.
    static var upAgain: ServiceStatus { status(pid: 101, flags: 4, at: 0x4000_0000_6B00_FE2F) }
    static var finishing: ServiceStatus { status(pid: 200, flags: 6) }
    static var finishingUnwanted: ServiceStatus { status(pid: 200, flags: 2) }
    static var down: ServiceStatus { status(flags: 8) }
    static var downWanted: ServiceStatus { status(flags: 12) }
}
