import Glibc
import Measuring
import Testing

@testable import hermes_bench

@Suite struct TallyTests {
    @Test func `what services take themselves is kept beside what it took in all`() throws {
        var path = Array("/tmp/hermes-s6-tally.XXXXXX".utf8CString)
        close(mkstemp(&path))
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(name) }
        try tally(into: name)
        let lines = Set(try contents(of: name).split(separator: "\n"))
        let what = #""operation":"stop all","contender":"ours","n":10"#
        #expect(lines.contains(#"{"kind":"value of services",\#(what),"services_ns":40}"#))
        #expect(lines.contains(#"{"kind":"services",\#(what),"count":1,"p50":40}"#))
        #expect(lines.count { $0.hasPrefix(#"{"kind":"summary""#) } == 2)
    }

    /// As a run does, whose raw values are all there when it has ended.
    private func tally(into name: String) throws {
        let tally = Tally(count: 10, raw: try RawValues(name))
        tally.add("stop all", "ours", Cost(wall: 50, processor: 7), services: 40)
        tally.add("status of all", "ours", Cost(wall: 20, processor: 7))
        tally.report()
    }

    private func contents(of name: String) throws -> String {
        let file = try #require(fopen(name, "re"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
