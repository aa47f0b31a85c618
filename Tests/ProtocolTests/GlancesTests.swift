import Testing

@testable import S6Native

@Suite struct GlancesTests {
    @Test func `there are six, each later than the one before`() throws {
        let start = Deadline.now
        var moments: [Deadline] = []
        var glances: Glances? = Glances()
        while let due = glances {
            #expect(moments.allSatisfy { $0 < due.moment } && due.moment > start)
            moments.append(due.moment)
            glances = due.next()
        }
        #expect(moments.count == 6)
    }
}
