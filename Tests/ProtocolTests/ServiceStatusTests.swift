import Testing

@testable import S6Native

@Suite struct ServiceStatusTests {
    /// Files that real supervisors wrote.
    enum Real {
        static let bookworm = "400000006b00fe2e19970bb1 400000006b00fe2e197db57f 0000000000006f28 0000 04"
        static let trixie =
            "400000006b00fe2e1a00501f 400000006b00fe2e19c08446 0000000000006f2a 0000000000006f2a 0000 04"
        static let forky = "400000006b00fe2e19c29918 400000006b00fe2e19911dbc 0000000000006f29 0000 04"
    }

    @Test func `the 35 bytes of s6 2.11 decode`() throws {
        let status = try ServiceStatus(bytes(Real.bookworm))
        #expect(status.pid == 28456)
        #expect(status.recordedGroup == nil)
        #expect(status.processGroup == 28456)
        #expect(status.isUp && status.wantsUp && !status.isReady && !status.isFinishing && !status.isPaused)
        #expect(status.changedAt.unixSeconds == 1_795_227_145)
        #expect(status.changedAt.nanoseconds == 0x1997_0BB1)
        #expect(status.readyStamp.hexadecimal == "400000006b00fe2e197db57f")
        #expect(status.exitCode == nil && status.signal == nil && status.readySince == nil)
    }

    @Test func `the 43 bytes of s6 2.13 decode, group and all`() throws {
        let status = try ServiceStatus(bytes(Real.trixie))
        #expect(status.pid == 28458)
        #expect(status.recordedGroup == 28458)
        #expect(status.isUp && status.wantsUp)
    }

    @Test func `the 35 bytes of s6 2.15 decode`() throws {
        #expect(try ServiceStatus(bytes(Real.forky)).pid == 28457)
    }

    @Test(arguments: Array(0...34) + Array(36...42) + Array(44...64))
    func `any other size is refused`(size: Int) {
        #expect(throws: MalformedRecord.statusSize(size)) {
            try ServiceStatus([UInt8](repeating: 0x40, count: size))
        }
    }

    @Test(arguments: [
        (record(flags: 0, at: 1 << 63), MalformedRecord.stamp),
        (record(pid: Int64(Int32.max) + 1, flags: 0), .processNumber),
        (record(pid: -2, flags: 0), .processNumber),
        (record(pid: 1, flags: 0, group: -7), .processNumber),
    ])
    func `an impossible field is refused`(record: [UInt8], error: MalformedRecord) {
        #expect(throws: error) { try ServiceStatus(record) }
    }

    @Test func `a billion nanoseconds are refused`() {
        var record = record(flags: 0)
        record.replaceSubrange(8..<12, with: bytes("3b9aca00"))
        #expect(throws: MalformedRecord.stamp) { try ServiceStatus(record) }
    }

    struct Expected: Sendable {
        var up = false, finishing = false, finished = false, ready = false, paused = false, notStarted = false
    }

    @Test(arguments: [
        (0, 0x0D, Expected(finished: true, notStarted: true)),  // 2.13.2 and later, no down file
        (0, 0x09, Expected(finished: true, notStarted: true)),  // the same, with one
        (0, 0x0C, Expected(finished: true)),  // before: as if it had exited 0
        (7, 0x04, Expected(up: true)),
        (7, 0x05, Expected(up: true, paused: true)),
        (7, 0x0C, Expected(up: true, ready: true)),
        (7, 0x0D, Expected(up: true, ready: true, paused: true)),
        (8, 0x06, Expected(finishing: true)),
        (8, 0x0E, Expected(finishing: true)),
        (0, 0x08, Expected(finished: true)),
        (7, 0xF4, Expected(up: true)),  // bits that no s6 has set yet
    ])
    func `each state is told from the others`(pid: Int, flags: Int, expected: Expected) {
        let status = status(pid: Int64(pid), flags: UInt8(flags))
        #expect(status.isUp == expected.up)
        #expect(status.isFinishing == expected.finishing)
        #expect(status.isFinished == expected.finished)
        #expect(status.isReady == expected.ready)
        #expect(status.isPaused == expected.paused)
        #expect(status.isNotStartedYet == expected.notStarted)
        #expect(status.wantsUp == (flags & 4 != 0))
    }

    @Test(arguments: [
        (UInt16(0x0300), UInt8(3), UInt8?.none), (0x0009, nil, 9), (0x000F, nil, 15), (0x0086, nil, 6),
        (0x0000, 0, nil),
        (0x007F, nil, nil),
    ])
    func `the end of the last run is told while down`(raw: UInt16, code: UInt8?, signal: UInt8?) {
        let down = status(flags: 8, end: raw)
        #expect(down.exitCode == code)
        #expect(down.signal == signal)
        let up = status(pid: 7, flags: 4, end: raw)
        #expect(up.exitCode == nil && up.signal == nil)
        let notStarted = status(flags: 9, end: raw)
        #expect(notStarted.exitCode == nil && notStarted.signal == nil)
    }

    @Test func `a state reads as words`() {
        #expect("\(status(pid: 42, flags: 13))" == "up (pid 42), ready, paused, wanted up")
        #expect("\(status(pid: 42, flags: 2))" == "finishing (pid 42), wanted down")
        #expect("\(status(flags: 8, end: 0x0300))" == "down (exit code 3), wanted down")
        #expect("\(status(flags: 12, end: 9))" == "down (signal 9), wanted up")
        #expect("\(status(flags: 13))" == "down (not started yet), wanted up")
    }

    @Test func `no bytes trap`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let size = [35, 43, Int.random(in: 0...64)].randomElement(using: &generator) ?? 35
            var record = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if size > 0 { record[0] &= 0x7F }
            guard let status = try? ServiceStatus(record) else { continue }
            _ = "\(status) \(status.changedAt.unixSeconds) \(status.readyStamp.hexadecimal)"
            _ = (status.exitCode, status.signal, status.processGroup, status.readySince)
        }
    }
}
