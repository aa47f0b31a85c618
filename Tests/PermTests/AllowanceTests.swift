import Testing

@testable import PermCore

@Suite struct AllowanceTests {
    @Test func `thirty-two at once, and sixteen a second`() {
        var allowances = Allowances()
        func granted(_ count: Int, at now: Int64) -> Int {
            (0..<count).filter { _ in allowances.take(10000, now) == .granted }.count
        }
        #expect(granted(100, at: 1_000_000) == 32)
        #expect(granted(100, at: 1_001_000) == 16)
        #expect(granted(100, at: 1_001_053) == 0)
        #expect(granted(100, at: 1_001_054) == 1)
        #expect(granted(100, at: 9_000_000) == 32)
    }

    @Test func `refusals are told every ten seconds, not each`() {
        var allowances = Allowances()
        for _ in 0..<32 { #expect(allowances.take(10000, 0) == .granted) }
        #expect(allowances.take(10000, 0) == .refused)
        #expect(allowances.take(10000, 1) == .refusedAgain)
        var told = 0
        for now in stride(from: Int64(2), to: 60_000, by: 20) where allowances.take(10000, now) == .refused {
            told += 1
        }
        #expect((4...6).contains(told))
    }

    @Test func `one user's flood is not another's, and a flood of users forgets nobody who has used theirs`() {
        var allowances = Allowances()
        for _ in 0..<32 { _ = allowances.take(10000, 0) }
        #expect(allowances.take(10001, 0) == .granted)
        for user in 20_000..<20_100 as Range<UInt32> { _ = allowances.take(user, 1) }
        #expect(allowances.take(10000, 2) != .granted)
        #expect(allowances.take(30_000, 3) == .refusedAgain, "there is no place that may be forgotten")
        #expect(allowances.take(30_000, 5000) == .granted)
    }
}
