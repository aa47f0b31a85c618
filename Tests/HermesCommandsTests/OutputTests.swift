import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

@Suite struct OutputTests {
    @Test func `JSON is JSON, whatever is in a string`() throws {
        let odd = "a\"b\\c\n\t\r\u{1}\u{1F}é☃\u{10FFFF}/"
        let text = JSON.object([
            ("s", .string(odd)), ("n", .number(-5)), ("b", .bool(true)), ("z", .null),
            ("a", .array([.number(1), .null])),
        ]).text
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(parsed["s"] as? String == odd)
        #expect(parsed["n"] as? Int == -5 && parsed["b"] as? Bool == true && parsed["z"] is NSNull)
        #expect((parsed["a"] as? [Any])?.count == 2)
        #expect(text.hasPrefix(#"{"s":"#) && !text.contains("\n"))
    }

    @Test func `times are RFC 3339, as Foundation has them`() {
        let formatter = ISO8601DateFormatter()
        for _ in 0..<2000 {
            let unix = Int64.random(in: -60_000_000_000...250_000_000_000)  // years 69 to 9892
            let text = TAI64N(unixSeconds: unix, nanoseconds: 7).rfc3339
            #expect(text.hasSuffix(".000000007Z"))
            guard unix > -11_000_000_000 else { continue }  // before 1622 Foundation may be Julian
            #expect(text.dropLast(11) + "Z" == formatter.string(from: Date(timeIntervalSince1970: Double(unix))))
        }
        #expect(TAI64N(unixSeconds: 0, nanoseconds: 0).rfc3339 == "1970-01-01T00:00:00.000000000Z")
        #expect(TAI64N(unixSeconds: 951_782_400, nanoseconds: 999_999_999).rfc3339 == "2000-02-29T00:00:00.999999999Z")
    }

    @Test func `codes of several names have an order`() {
        #expect(ExitCode.worst([]) == .success)
        #expect(ExitCode.worst([.timedOut, .failure]) == .failure)
        #expect(ExitCode.worst([.timedOut, .notSupervised, .noSuchName]) == .noSuchName)
        #expect(ExitCode.worst([.full, .system, .tampering, .timedOut]) == .tampering)
        #expect(ExitCode.worst([.full, .system]) == .system)
    }

    @Test func `a table is aligned and coloured for a person, and has tabs for a program`() {
        let rows = [[Cell("web", .emphasized), Cell("up", .good)], [Cell("longer"), Cell("down", .bad)]]
        #expect(Table.text(header: ["NAME", "STATE"], rows, for: .plain) == "web\tup\nlonger\tdown\n")
        let aligned = Table.text(header: ["NAME", "STATE"], rows, for: Look(isAligned: true, isColored: false))
        #expect(aligned == "NAME    STATE\nweb     up\nlonger  down\n")
        let colored = Table.text(header: ["NAME", "STATE"], rows, for: Look(isAligned: true, isColored: true))
        #expect(colored.contains("\u{1B}[32mup\u{1B}[0m"))
    }

    @Test func `seconds between moments are whole, and never below zero`() {
        let early = TAI64N(unixSeconds: 10, nanoseconds: 900_000_000), late = TAI64N(unixSeconds: 12, nanoseconds: 0)
        #expect(early.wholeSeconds(until: late) == 1 && late.wholeSeconds(until: early) == 0)
    }

    @Test func `a number of s6-svstat that is below zero there is zero here`() {
        let later = TAI64N(unixSeconds: TAI64N.now.unixSeconds + 1000, nanoseconds: 0)
        let record = statusRecord(stamp: later)
        let status = try? ServiceStatus(decoding: record.span)
        #expect(status.map { SvstatField.readyfor.value($0, isNormallyUp: true, now: .now) } == "0")
    }

    func statusRecord(stamp: TAI64N) -> [UInt8] {
        let bytes = withUnsafeBytes(of: stamp.seconds.bigEndian, Array.init) + [0, 0, 0, 0]
        return bytes + bytes + [0, 0, 0, 0, 0, 0, 0, 9] + [0, 0, 12]
    }
}

@Suite struct TreesTests {
    @Test func `what is to be removed is looked for in the scandir and nowhere else`() throws {
        let trees = try Trees(option: "/nowhere", Environment([:]))
        let (scandir, name) = try trees.slot(Array("s6rc-oneshot-runner".utf8))
        #expect(scandir.path == "/nowhere" && name.description == "s6rc-oneshot-runner")
        #expect(try trees.slot(Array("/run/service/web".utf8)).scandir.path == "/run/service")
    }

    func trees(_ option: S6Path?, _ variables: [String: String]) throws -> Trees {
        try Trees(option: option, Environment(variables.mapValues { Array($0.utf8) }))
    }

    @Test func `the scandir is that of the option, then of the variables`() throws {
        let both = ["HERMES_SCANDIR": "/a", "S6_PROFILE_GATEWAY_SCANDIR": "/b"]
        #expect(try trees("/o", both).scandir.path == "/o")
        #expect(try trees(nil, both).scandir.path == "/a")
        #expect(try trees(nil, ["HERMES_SCANDIR": "", "S6_PROFILE_GATEWAY_SCANDIR": "/b"]).scandir.path == "/b")
    }

    @Test func `names are looked for in three places, each once`() throws {
        #expect(try trees("/o", [:]).all.map(\.path) == ["/o", "/run/s6-rc/servicedirs", "/run/service"])
        #expect(try trees("/run/service", [:]).all.map(\.path) == ["/run/service", "/run/s6-rc/servicedirs"])
    }

    @Test func `a word with a slash is a servicedir`() throws {
        let found = try trees("/o", [:]).find(Array("./web".utf8))
        #expect(found.directory.path == "./web" && found.tree == nil)
        #expect(throws: S6Error.noSuchService("/o/no-such-name-anywhere")) {
            try trees("/o", [:]).find(Array("no-such-name-anywhere".utf8))
        }
    }
}
