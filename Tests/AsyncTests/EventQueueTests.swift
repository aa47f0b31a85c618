@testable import S6NativeAsync
import S6Native
import Testing

struct EventQueueTests {
    @Test func `what comes before it is asked for is kept, in order`() throws {
        var queue = EventQueue<Int>()
        #expect(queue.append(.started) == nil && queue.append(.ready) == nil)
        #expect(try queue.next(for: 1)?.get() == .started)
        #expect(try queue.next(for: 1)?.get() == .ready)
        #expect(queue.next(for: 1) == nil)
        #expect(queue.append(.died) == 1, "who waits is told, and nothing is in store")
        #expect(queue.next(for: 2) == nil)
    }

    @Test func `who asked first is told first`() {
        var queue = EventQueue<Int>()
        #expect(queue.next(for: 1) == nil && queue.next(for: 2) == nil)
        #expect(queue.append(.started) == 1 && queue.append(.ready) == 2 && queue.append(.died) == nil)
    }

    @Test func `much is kept, too`() throws {
        var queue = EventQueue<Int>()
        for _ in 0..<20_000 { #expect(queue.append(.started) == nil) }
        for number in 0..<20_000 {
            #expect(queue.append(.died) == nil)
            #expect(try queue.next(for: 1)?.get() == (number < 20_000 ? .started : .died))
        }
        for _ in 0..<20_000 { #expect(try queue.next(for: 1)?.get() == .died) }
        #expect(queue.next(for: 1) == nil)
    }

    @Test func `an end is at once, and for good`() {
        var queue = EventQueue<Int>()
        _ = queue.append(.started)
        #expect(queue.end() == [])
        #expect(queue.append(.ready) == nil)
        #expect(queue.next(for: 1) == .success(nil))
        var awaited = EventQueue<Int>()
        #expect(awaited.next(for: 1) == nil && awaited.next(for: 2) == nil)
        #expect(awaited.end() == [1, 2])
        #expect(awaited.end() == [])
    }

    @Test func `an error comes after what is in store, and once`() {
        var queue = EventQueue<Int>()
        _ = queue.append(.started)
        #expect(queue.fail(.cancelled) == [])
        #expect(queue.next(for: 1) == .success(.started))
        #expect(queue.next(for: 1) == .failure(.cancelled))
        #expect(queue.next(for: 1) == .success(nil))
        var awaited = EventQueue<Int>()
        #expect(awaited.next(for: 1) == nil)
        #expect(awaited.fail(.cancelled) == [1], "it is told, and nobody else")
        #expect(awaited.next(for: 1) == .success(nil))
    }

    @Test func `a bell that was rung before it is waited for has been rung`() {
        var bell = BellState<Int>.silent
        #expect(bell.ring() == nil && bell.ring() == nil)
        #expect(bell.wait(1) == true)
        #expect(bell.wait(1) == nil)
        #expect(bell.ring() == 1)
        #expect(bell.wait(2) == nil)
        #expect(bell.cancel() == 2 && bell.cancel() == nil)
        #expect(bell.ring() == nil && bell.wait(3) == false)
    }
}
