import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

@Suite struct LogSinceTests {
    init() { #expect(TestZone.isSet) }

    let now = TAI64N(unixSeconds: 1_800_000_000, nanoseconds: 7)

    @Test(arguments: [("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86_400), ("0s", 0), ("007m", 420)])
    func `a duration is counted back from now`(text: String, seconds: Int64) throws {
        let moment = try #require(LogSince(text, now: now)).moment
        #expect(moment.unixSeconds == 1_800_000_000 - seconds && moment.nanoseconds == 7)
    }

    @Test(arguments: [
        ("2026-11-21", 1_795_215_600, 0), ("2026-07-21", 1_784_584_800, 0),  // winter, summer
        ("2026-11-21T03:44", 1_795_229_040, 0), ("2026-11-21 03:44:12", 1_795_229_052, 0),
        ("2026-11-21T03:44:12.5Z", 1_795_232_652, 500_000_000), ("2026-11-21 03:44Z", 1_795_232_640, 0),
        ("2026-11-21T03:44:12+05:30", 1_795_212_852, 0), ("2026-11-21T03:44:12-05:30", 1_795_252_452, 0),
        ("2024-02-29T00:00Z", 1_709_164_800, 0), ("2026-11-21 03:44:12.123456789", 1_795_229_052, 123_456_789),
        ("2026-10-25 02:30", 1_792_888_200, 0),  // comes twice: the earlier
        ("2026-03-29 02:30", 1_774_747_800, 0),  // is left out
    ])
    func `a date is local, or what it says`(text: String, unix: Int64, nanoseconds: UInt32) throws {
        let moment = try #require(LogSince(text, now: now)).moment
        #expect(moment == TAI64N(unixSeconds: unix, nanoseconds: nanoseconds))
    }

    @Test func `a label is that of s6`() throws {
        #expect(try #require(LogSince("@" + now.hexadecimal)).moment == now)
        #expect(try #require(LogSince("@" + now.hexadecimal.uppercased())).moment == now)
    }

    @Test(arguments: [
        "", "s", "10", "-5m", "+5m", "1.5h", "10 m", "5w", "99999999999999999999s", "9223372036854775807d", "now",
        "2026", "2026-1-1", "2026-13-01", "2026-02-29", "2026-00-10", "2026-04-31", "2026-11-21T", "2026-11-21Z",
        "2026-11-21 24:00", "2026-11-21 03:60", "2026-11-21 03:44:61", "2026-11-21 03:44:12.", "2026-11-21_03:44",
        "2026-11-21 03:44:12.1234567890", "2026-11-21 03:44+2", "2026-11-21 03:44+02:00x", "2026-11-21 03:44 ",
        "@", "@40000000", "@g000000000000000000000000", "@ffffffffffffffffffffffff", "@4000000000000000ffffffff",
        "４０m", "1\u{0}s",
    ])
    func `nonsense is refused`(text: String) {
        #expect(LogSince(text, now: now) == nil)
    }

    @Test func `a calendar is the system's`() {
        for _ in 0..<2000 {
            var moment = time_t.random(in: -60_000_000_000...250_000_000_000), fields = tm()
            gmtime_r(&moment, &fields)
            let time = CivilTime(fields)
            #expect(time.isValid && time.unixSeconds == Int64(moment))
            localtime_r(&moment, &fields)
            let local = CivilTime(fields)
            #expect(local.localMoments.contains(Int64(moment)))
        }
    }
}

@Suite struct LogStampTests {
    init() { #expect(TestZone.isSet) }

    func decode(_ line: String) -> TAI64N? {
        var stamp = LogStamp()
        return stamp.decode(Array(line.utf8)[...])
    }

    @Test func `both stamps of s6-log are known`() {
        let moment = TAI64N(unixSeconds: 1_795_229_052, nanoseconds: 123_456_789)
        #expect(decode("2026-11-21 03:44:12.123456789  hello\n") == moment)
        #expect(decode("@\(moment.hexadecimal) hello\n") == moment)
        #expect(decode("2026-11-21 03:44:12.123456789") == moment && decode("@\(moment.hexadecimal)\n") == moment)
        #expect(decode("2026-10-25 02:30:00.000000000  x")?.unixSeconds == 1_792_891_800)  // the later of two
        #expect(decode("2016-12-31 23:59:60.000000000  x")?.unixSeconds == 1_483_225_200)
    }

    @Test func `what is known of a minute holds for that minute`() {
        var stamp = LogStamp()
        for time in ["03:44:12", "03:44:59", "03:45:00", "03:44:01"] {
            let line = "2026-11-21 \(time).000000001  x"
            #expect(stamp.decode(Array(line.utf8)[...]) == decode(line) && decode(line) != nil)
        }
        #expect(stamp.decode(Array("2026-11-99 03:45:00.000000001 ".utf8)[...]) == nil)
        #expect(stamp.decode(Array("2026-11-99 03:45:00.000000001 ".utf8)[...]) == nil)
    }

    @Test(arguments: [
        "", "\n", "hello\n", " 2026-11-21 03:44:12.123456789  x", "2026-11-21 03:44:12.12345678  xx",
        "2026-11-21T03:44:12.123456789  x", "2026-11-21 03:44:12.1234567890", "2026-11-21 03:44:12", "@",
        "@400000006a1b2c3d075bcd1 x", "@400000006a1b2c3d075bcd155 x", "@400000006a1b2c3dffffffff x",
        "2026-13-21 03:44:12.123456789  x", "2026-11-21 03:44:1x.123456789  x",
    ])
    func `other lines have none`(line: String) {
        #expect(decode(line) == nil)
    }
}

@Suite struct LogLineTests {
    let text = Array("one\ntwo\n\nfour\nunfinished".utf8)

    func start(of count: Int, in text: [UInt8], chunk: Int) -> Int {
        var finder = LastLines(count), end = text.count
        while end > 0 {
            let start = max(0, end - chunk)
            // The bytes alone, as they come from a file: indices begin at zero.
            if let found = finder.begin(in: Array(text[start..<end])[...]) { return start + found }
            end = start
        }
        return 0
    }

    @Test func `the last lines are found in pieces of any size`() {
        for chunk in 1...30 {
            let starts = (1...6).map { start(of: $0, in: text, chunk: chunk) }
            #expect(starts == [14, 9, 8, 4, 0, 0], "\(chunk)")
            #expect(start(of: 1, in: Array("one\ntwo\n".utf8), chunk: chunk) == 4)
            #expect(start(of: 1, in: Array("\n\n".utf8), chunk: chunk) == 1)
        }
    }

    func first(since unix: Int64, in text: String, chunk: Int) -> Int? {
        var finder = FirstLineSince(LogSince(TAI64N(unixSeconds: unix, nanoseconds: 0)))
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            if let found = finder.find(in: Array(rest.prefix(chunk))[...]) { return Int(found) }
            rest = rest.dropFirst(chunk)
        }
        return finder.endFile().map { Int($0) }
    }

    @Test func `the first line of a time is found in pieces of any size`() {
        func line(_ unix: Int64, _ text: String) -> String {
            "@\(TAI64N(unixSeconds: unix, nanoseconds: 0).hexadecimal) \(text)\n"
        }
        let long = String(repeating: "long ", count: 50)
        let text = "none\n\n" + line(10, long) + "none\n" + line(20, "x") + line(15, "y") + line(30, "z").dropLast(3)
        for chunk in [1, 2, 3, 7, 25, 26, 29, 30, 31, 64, 100, 1000] {
            #expect(first(since: 5, in: text, chunk: chunk) == 6)
            #expect(first(since: 10, in: text, chunk: chunk) == 6)
            #expect(first(since: 11, in: text, chunk: chunk) == 6 + 277 + 5)
            #expect(first(since: 20, in: text, chunk: chunk) == 6 + 277 + 5)
            #expect(first(since: 21, in: text, chunk: chunk) == 6 + 277 + 5 + 28 + 28)
            #expect(first(since: 31, in: text, chunk: chunk) == nil)
        }
    }

    func cleaned(_ bytes: [UInt8], chunk: Int) -> String {
        var sanitizer = LogSanitizer(), result: [UInt8] = [], rest = bytes[...]
        while !rest.isEmpty {
            result += sanitizer.clean(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        return String(decoding: result + sanitizer.end(), as: UTF8.self)
    }

    @Test func `control characters are spelt out in pieces of any size`() {
        let text = "a\tb\u{1B}[31mred\u{7}\r\né☃\u{10FFFF}\u{9B}1m\u{7F}\n"
        for chunk in 1...40 {
            let clean = cleaned(Array(text.utf8), chunk: chunk)
            #expect(clean == "a\tb\\x1b[31mred\\x07\\x0d\né☃\u{10FFFF}\\xc2\\x9b1m\\x7f\n")
            #expect(cleaned([0x61, 0xE2, 0x98], chunk: chunk) == "a\u{FFFD}")
            #expect(cleaned([0xE2, 0x98, 0x0A, 0xC3, 0x0A], chunk: chunk) == "\u{FFFD}\n\u{FFFD}\n")
            #expect(!cleaned((0...255).map { $0 }, chunk: chunk).utf8.contains(0x1B))
        }
    }
}

/// What is shown of a directory that is made by hand.
@Suite struct LogReaderTests {
    init() { #expect(TestZone.isSet) }

    func threeFiles() throws -> LogFolder {
        let log = try LogFolder()
        log.append("2026-11-21 03:44:12.000000000  one\n2026-11-21 03:45:12.000000000  two\n")
        log.rotate()
        log.append("2026-11-21 03:46:12.000000000  three\ncontinued\n")
        log.rotate()
        log.append("2026-11-21 03:47:12.000000000  four\n2026-11-21 03:48:12.000000000  fi")
        return log
    }

    @Test func `all of it is shown, the oldest first, and nothing else of the directory`() throws {
        let log = try threeFiles()
        for name in ["lock", "state", "@junk.s", "@400000006a1b2c3d075bcd15.x", "current~"] {
            log.append("junk\n", to: name)
        }
        let text = try log.shown().text
        #expect(text.hasPrefix("2026-11-21 03:44:12.000000000  one\n") && text.hasSuffix("  fi"))
        #expect(text.split(separator: "\n").count == 6 && !text.contains("junk"))
    }

    @Test func `the last lines are shown across files`() throws {
        let log = try threeFiles()
        for (count, lines) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 6), (.max, 6)] {
            #expect(try log.shown(last: count).text.split(separator: "\n").count == lines, "\(count)")
        }
        #expect(try log.shown(last: 3).text.hasPrefix("continued\n"))
    }

    @Test func `the lines since a moment are shown, or the last of them`() throws {
        let log = try threeFiles()
        func shown(_ since: String, _ last: Int? = nil) throws -> Int {
            let moment = try #require(LogSince(since, now: .now))
            return try log.shown(last: last, since: moment).text.split(separator: "\n").count
        }
        #expect(try shown("2026-11-21 03:44") == 6)
        #expect(try shown("2026-11-21 03:45") == 5)
        #expect(try shown("2026-11-21 03:46:12") == 4)
        #expect(try shown("2026-11-21 03:46:13") == 2)
        #expect(try shown("2026-11-21 03:48:12") == 1)
        #expect(try shown("2026-11-21 03:49") == 0)
        #expect(try shown("2026-11-21 03:46", 2) == 2)
        #expect(try shown("2026-11-21 03:47", 10) == 2)
    }

    @Test func `what is between two names is shown once`() throws {
        let log = try LogFolder()
        log.append("a\n")
        log.rename("current", "previous")
        #expect(try log.shown().text == "a\n")  // rotating: there is no current
        log.append("b\n")
        #expect(try log.shown().text == "a\nb\n")
        log.link("previous", log.archiveName())
        #expect(try log.shown().text == "a\nb\n")
        log.unlink("previous")
        log.link("current", log.archiveName("u"))  // a new s6-log archives what a killed one has left
        #expect(try log.shown().text == "a\nb\n")
        log.unlink("current")
        #expect(try log.shown().text == "a\nb\n")
    }

    @Test func `what is no file is passed over, and told`() throws {
        let log = try threeFiles()
        log.append("secret\n", to: "secret")
        let names = (0..<4).map { _ in log.path + "/" + log.archiveName() }
        mkfifo(names[0], 0o644)
        symlink("secret", names[1])
        mkdir(names[2], 0o755)
        for name in [names[3], log.path + "/third"] { Foundation.link(log.path + "/secret", name) }
        let (text, errors) = try log.shown()
        #expect(text.split(separator: "\n").count == 6 && !text.contains("secret"))
        #expect(try errors == names.map { .wrongFileType(try S6Path($0), expected: .regularFile) })
    }

    @Test func `a current that is no file is an error`() throws {
        for make in [{ mkfifo($0, 0o644) }, { symlink("lock", $0) }, { mkdir($0, 0o755) }] as [(String) -> Int32] {
            let log = try threeFiles()
            log.append("secret\n", to: "lock")
            log.unlink("current")
            #expect(make(log.path + "/current") == 0)
            let path = try S6Path(log.path + "/current")
            #expect(throws: S6Error.wrongFileType(path, expected: .regularFile)) { try log.shown() }
        }
    }

    @Test func `a log that is not there is an error that names it`() throws {
        let log = try LogFolder()
        let path = try S6Path(log.path + "/current"), missing = try log.directory("/missing")
        #expect(throws: S6Error.system(.open, path: path, errno: .noEntry)) { try log.shown() }
        #expect(throws: S6Error.system(.open, path: missing.path, errno: .noEntry)) {
            try LogReader.show(missing) { _ in true }
        }
    }

    @Test func `who wants no more gets no more`() throws {
        let log = try LogFolder()
        log.append([UInt8](repeating: 0x61, count: 1_000_000))
        var pieces = 0
        #expect(throws: S6Error.cancelled) {
            try LogReader.show(try log.directory()) { _ in
                pieces += 1
                return false
            }
        }
        #expect(pieces == 1)
    }

    @Test func `a line that is longer than any buffer is whole`() throws {
        let log = try LogFolder()
        let line = String(repeating: "x", count: 300_000)
        log.append("2026-11-21 03:44:12.000000000  \(line)\n")
        log.rotate()
        log.append("2026-11-21 03:45:12.000000000  \(line)\nlast\n")
        #expect(try log.shown().text.utf8.count == 2 * 300_032 + 5)
        #expect(try log.shown(last: 2).text == "2026-11-21 03:45:12.000000000  \(line)\nlast\n")
        #expect(try log.shown(since: LogSince("2026-11-21 03:45")).text.utf8.count == 300_032 + 5)
    }
}

extension CivilTime {
    /// What the C library makes of a moment.
    fileprivate init(_ fields: tm) {
        self.init(
            year: Int64(fields.tm_year) + 1900,
            month: Int64(fields.tm_mon) + 1,
            day: Int64(fields.tm_mday),
            hour: Int64(fields.tm_hour),
            minute: Int64(fields.tm_min),
            second: Int64(fields.tm_sec)
        )
    }
}
