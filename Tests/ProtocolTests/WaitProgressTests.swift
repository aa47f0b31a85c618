import Testing

@testable import S6Native

@Suite struct WaitProgressTests {
    /// What s6_svlisten_loop makes of a status and events: two bits, and what they have to be.
    struct Oracle {
        var up: Bool, ready: Bool, failed = false

        init(_ status: ServiceStatus) {
            up = status.isUp
            ready = status.isReady || status.isFinished
        }

        mutating func take(_ event: ServiceEvent, wantUp: Bool, wantReady: Bool) {
            switch event {
            case .died: (up, ready) = (false, false)
            case .finished: (up, ready) = (false, true)
            case .started: (up, ready) = (true, false)
            case .ready: (up, ready) = (true, true)
            case .failedPermanently: if wantUp { failed = true }
            case .supervisorExiting: failed = true
            case .supervisorStarted: break
            }
        }

        func isReached(wantUp: Bool, wantReady: Bool) -> Bool { up == wantUp && (!wantReady || ready) }
    }

    static let statuses: [ServiceStatus] = [.up, .upReady, .finishing, .down, .downWanted]

    @Test(arguments: [WaitGoal.up, .ready, .down, .finished])
    func `it goes the way of s6-svwait, whatever comes`(goal: WaitGoal) {
        let wantUp = goal == .up || goal == .ready, wantReady = goal == .ready || goal == .finished
        let events: [ServiceEvent] = [.started, .ready, .died, .finished, .failedPermanently, .supervisorExiting]
        for _ in 0..<5_000 {
            let first = Self.statuses.randomElement() ?? .up
            var oracle = Oracle(first), progress = WaitProgress(goal, from: first)
            for _ in 0..<8 {
                let reached = oracle.isReached(wantUp: wantUp, wantReady: wantReady)
                #expect(progress.isReached == reached)
                guard !reached, let event = events.randomElement() else { break }
                oracle.take(event, wantUp: wantUp, wantReady: wantReady)
                progress.observe(event)
                #expect((progress.failure != nil) == oracle.failed)
                guard !oracle.failed else { break }
            }
        }
    }

    @Test func `a restart is down, then up`() {
        var progress = WaitProgress(.restarted, from: .up)
        #expect(!progress.isReached)
        for event in [ServiceEvent.died, .finished] {
            progress.observe(event)
            #expect(!progress.isReached)
        }
        progress.observe(.started)
        #expect(progress.isReached)
    }

    @Test func `a restart of what is down already is up`() {
        var progress = WaitProgress(.restartedAndReady, from: .down)
        progress.observe(.started)
        #expect(!progress.isReached)
        progress.observe(.ready)
        #expect(progress.isReached)
    }

    @Test func `a status tells of a restart between two looks`() {
        var progress = WaitProgress(.restarted, from: .up)
        progress.observe(.up, treatingUnwantedAsFailure: true)
        #expect(!progress.isReached)
        progress.observe(.upAgain, treatingUnwantedAsFailure: true)
        #expect(progress.isReached)
    }

    @Test func `without events, wanted down is a failure for up only`() {
        var up = WaitProgress(.up, from: .downWanted), down = WaitProgress(.finished, from: .up)
        up.observe(.down, treatingUnwantedAsFailure: true)
        down.observe(.upUnwanted, treatingUnwantedAsFailure: true)
        #expect(up.failure == .wantedDown && down.failure == nil)
    }

    @Test func `nothing is reached before there is a status`() {
        for goal in WaitGoal.allCases { #expect(!WaitProgress(goal, from: nil).isReached) }
    }

    @Test func `the end of the supervisor is a failure unless the goal is reached`() {
        var waiting = WaitProgress(.up, from: .down), there = WaitProgress(.finished, from: .down)
        waiting.observe(.supervisorExiting)
        there.observe(.supervisorExiting)
        #expect(waiting.failure == .supervisorEnded && there.failure == nil)
    }

    @Test func `all means all at the same moment, any means one`() {
        let down = WaitProgress(.up, from: .down), up = WaitProgress(.up, from: .up)
        #expect(WaitBoard([down, up], .any).isMet)
        var all = WaitBoard([down, up], .all)
        #expect(!all.isMet && all.unmet == [0])
        all.update(1) { $0.observe(.died) }
        all.update(0) { $0.observe(.started) }
        #expect(!all.isMet && all.unmet == [1])
        all.update(1) { $0.observe(.started) }
        #expect(all.isMet)
    }

    @Test func `for any it is lost when the last has failed`() {
        var board = WaitBoard([WaitProgress(.up, from: .down), .impossible(.up)], .any)
        #expect(!board.isDecided)
        board.update(0) { $0.observe(.failedPermanently) }
        #expect(board.isDecided && !board.isMet && board.failure?.number == 1)
        var lucky = WaitBoard([WaitProgress(.up, from: .down), .impossible(.up)], .any)
        lucky.update(0) { $0.observe(.started) }
        #expect(lucky.isMet)
    }

    @Test func `the first failure decides`() {
        var board = WaitBoard([WaitProgress(.up, from: .down), WaitProgress(.up, from: .down)], .all)
        board.update(1) { $0.observe(.failedPermanently) }
        #expect(board.isDecided && !board.isMet && board.failure?.number == 1)
    }
}
