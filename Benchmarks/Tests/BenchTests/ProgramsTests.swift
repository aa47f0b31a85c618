import Measuring
import Testing

@testable import hermes_bench

@Suite struct ProgramsTests {
    @Test func `the memory of what runs is looked at when it is asked for, and its time otherwise`() throws {
        let programs = Programs(), program = Spawned(["true"])
        #expect(try programs.run(program).wall > 0)
        var cost: Cost?
        let peak = try programs.peak { cost = try programs.run(program) }
        #expect(try #require(peak) > 100)
        #expect(cost == Cost(wall: 0, processor: 0))
        #expect(try programs.run(program).wall > 0)
    }

    @Test func `what runs no program has no memory of its own`() throws {
        var contender = Contender("in process")
        contender.inProcess(.status) {}
        let way = try #require(contender.ways[.status])
        #expect(try contender.programs.peak { _ = try way() } == nil)
    }
}
