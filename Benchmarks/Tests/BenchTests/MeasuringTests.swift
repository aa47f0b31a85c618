import Measuring
import Testing

@Suite struct MeasuringTests {
    @Test func `percentiles are those of the values, to three digits`() {
        var samples = Samples()
        for value in 1...1000 { samples.add(Int64(value) * 1000) }
        #expect(samples.count == 1000)
        #expect((499_000...502_000).contains(samples.median))
        #expect((989_000...992_000).contains(samples.percentile(99)))
        #expect((998_000...1_001_000).contains(samples.percentile(100)))
        #expect(Samples().median.isNaN)
    }

    @Test func `times are written with the digits that they have`() {
        #expect(Times.text(850) == "850 ns")
        #expect(Times.text(4_520) == "4.5 µs")
        #expect(Times.text(52_300) == "52 µs")
        #expect(Times.text(1_950_000) == "2.0 ms")
        #expect(Times.text(1_008_000_000) == "1.01 s")
        #expect(Times.fixed(0.049, 1) == "0.0")
        #expect(Times.fixed(-1.25, 2) == "-1.25")
        #expect(Times.fixed(.nan, 2) == "-")
    }

    @Test func `a value is a line of JSON, whatever is in it`() {
        let line = RawValues.line(["kind": "value", "n": 3, "contender": .text("a \"b\" \\ \n")])
        #expect(line == #"{"kind":"value","n":3,"contender":"a \"b\" \\ \u000a"}"#)
    }
}
