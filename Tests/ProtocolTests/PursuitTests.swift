import Testing

@testable import S6Native

@Suite struct PursuitTests {
    /// Plays statuses and events to a pursuit, and returns what it did at each.
    func play(_ verb: Pursuit.Verb, _ looks: (ServiceStatus, [ServiceEvent])...) -> [Pursuit.Step] {
        var pursuit = Pursuit(verb), heard = Heard()
        return looks.map { status, events in
            for event in events { heard.note(event) }
            let step = pursuit.next(status, heard)
            if step != .wait { heard = Heard() }
            return step
        }
    }

    @Test func `stop asks for down and awaits the end of finish`() {
        let steps = play(
            .stop,
            (.up, []),
            (.upUnwanted, []),
            (.finishingUnwanted, [.died]),
            (.down, [.finished])
        )
        #expect(steps == [.send(.wantDown), .wait, .wait, .done])
    }

    @Test func `stop of what is stopped makes sure that no u is unread`() {
        var pursuit = Pursuit(.stop), heard = Heard()
        #expect(pursuit.next(.down, heard) == .watchStatus && pursuit.isAboutToConfirm)
        #expect(pursuit.next(.down, heard) == .send(.wantDown))
        #expect(pursuit.next(.down, heard) == .wait, "the supervisor has not read it")
        heard.noteStatusWritten()
        var overruling = pursuit
        #expect(pursuit.next(.down, heard) == .done)
        #expect(overruling.next(.up, heard) == .wait, "there was one")
        #expect(overruling.next(.finishingUnwanted, heard) == .wait)
        #expect(overruling.next(.down, heard) == .done)
    }

    @Test func `stop of what is stopped sends its d again where nothing could tell of the first`() {
        var pursuit = Pursuit(.stop), heard = Heard()
        _ = pursuit.next(.down, heard)
        pursuit.confirmAnew()
        #expect(pursuit.next(.down, heard) == .send(.wantDown), "there was none to send again")
        pursuit.confirmAnew()
        #expect(pursuit.isAboutToConfirm)
        #expect(pursuit.next(.down, heard) == .send(.wantDown))
        heard.noteStatusWritten()
        #expect(pursuit.next(.down, heard) == .done)
    }

    @Test func `stop of what comes up at this moment asks for down`() {
        #expect(play(.stop, (.down, []), (.up, []), (.down, [])) == [.watchStatus, .send(.wantDown), .done])
    }

    @Test func `stop of a service that is about to be restarted waits until the request is heard`() {
        #expect(play(.stop, (.downWanted, []), (.downWanted, []), (.down, [])) == [.send(.wantDown), .wait, .done])
        #expect(Pursuit(.stop).dependsOnWantUp(.downWanted))
        #expect(!Pursuit(.stop).dependsOnWantUp(.up))
    }

    @Test func `start asks for up and takes the event for it, even of what died at once`() {
        #expect(play(.start(.up), (.down, []), (.up, [.started])) == [.send(.wantUp), .done])
        #expect(
            play(.start(.up), (.down, []), (.downWanted, [.started, .died, .finished])) == [.send(.wantUp), .done]
        )
    }

    @Test func `start waits for readiness if that is the goal`() {
        let steps = play(.start(.ready), (.down, []), (.up, [.started]), (.upReady, [.ready]))
        #expect(steps == [.send(.wantUp), .wait, .done])
    }

    @Test func `start leaves alone what is up and wanted so`() {
        #expect(play(.start(.up), (.up, [])) == [.done])
        #expect(play(.start(.ready), (.upReady, [])) == [.done])
    }

    @Test func `start lets a finish end first, since one that exits 125 would undo it`() {
        let steps = play(
            .start(.up),
            (.finishing, []),
            (.down, [.failedPermanently, .finished]),
            (.up, [.started])
        )
        #expect(steps == [.wait, .send(.wantUp), .done])
    }

    @Test func `start of what is on its way down asks again when it is down`() {
        let steps = play(
            .start(.ready),
            (.upUnwanted, []),
            (.up, []),
            (.finishing, [.died]),
            (.downWanted, [.finished]),
            (.up, [.started]),
            (.upReady, [.ready])
        )
        #expect(steps == [.send(.wantUp), .wait, .wait, .send(.wantUp), .wait, .done])
    }

    @Test func `start of what is up but unwanted waits until want-up is set`() {
        #expect(play(.start(.up), (.upUnwanted, []), (.up, [])) == [.send(.wantUp), .done])
        #expect(Pursuit(.start(.up)).dependsOnWantUp(.upUnwanted))
    }

    @Test func `permanent failure and being wanted down end a start`() {
        let failed = play(.start(.ready), (.down, []), (.up, [.started]), (.down, [.failedPermanently]))
        #expect(failed == [.send(.wantUp), .wait, .failedPermanently])
        let unwanted = play(.start(.ready), (.down, []), (.down, [.started]), (.down, [.died, .finished]))
        #expect(unwanted == [.send(.wantUp), .wait, .wantedDown], "once all is heard: it may have failed for good")
    }

    @Test func `start takes it that somebody else was faster once finish has ended`() {
        #expect(play(.start(.up), (.finishing, []), (.up, [.finished, .started])) == [.wait, .done])
        let steps = play(
            .start(.ready),
            (.finishing, []),
            (.up, [.failedPermanently, .finished]),
            (.upReady, [.ready])
        )
        #expect(steps == [.wait, .waitAnew, .done], "what failed for good before is past")
    }

    @Test func `start does not take the permanent failure of the process before for its own`() {
        #expect(
            play(.start(.up), (.down, []), (.down, [.failedPermanently, .finished]), (.up, [.started]))
                == [.send(.wantUp), .wait, .done]
        )
        #expect(
            play(.start(.ready), (.down, []), (.down, [.started, .died, .failedPermanently, .finished]))
                == [.send(.wantUp), .failedPermanently]
        )
    }

    @Test func `start does not undo a stop that comes later`() {
        let wasWanted = play(.start(.ready), (.up, []), (.finishingUnwanted, [.died]), (.down, [.finished]))
        #expect(wasWanted == [.waitAnew, .wait, .wantedDown])
        let claimed = play(
            .start(.ready),
            (.upUnwanted, []),
            (.up, []),
            (.finishingUnwanted, [.died]),
            (.down, [.finished])
        )
        #expect(claimed == [.send(.wantUp), .wait, .wait, .wantedDown])
    }

    @Test func `start asks again where a finish that exited 125 has undone it, but once`() {
        let steps = play(
            .start(.ready),
            (.upUnwanted, []),
            (.up, []),
            (.down, [.died, .failedPermanently, .finished]),
            (.up, [.started]),
            (.down, [.died, .failedPermanently, .finished])
        )
        #expect(steps == [.send(.wantUp), .wait, .send(.wantUp), .wait, .failedPermanently])
    }

    @Test func `stop gives up when somebody wants it up again`() {
        #expect(
            play(.stop, (.up, []), (.upUnwanted, []), (.upAgain, [.died, .started])) == [
                .send(.wantDown), .wait, .wantedUp,
            ]
        )
        #expect(play(.stop, (.up, []), (.up, [])) == [.send(.wantDown), .wait], "it may not have read the d yet")
    }

    @Test func `a crash loop is not hurried: one request, then the supervisor's own delay`() {
        let steps = play(
            .start(.ready),
            (.down, []),
            (.up, [.started]),
            (.downWanted, [.died, .finished]),
            (.up, [.started]),
            (.downWanted, [.died, .finished])
        )
        #expect(steps == [.send(.wantUp), .wait, .wait, .wait, .wait])
    }

    @Test func `restart keeps want-up, and skips the second`() {
        let steps = play(
            .restart(.up),
            (.up, []),
            (.finishing, [.died]),
            (.downWanted, [.finished]),
            (.upAgain, [.started])
        )
        #expect(steps == [.sendBoth(.downSignal, .continue), .wait, .send(.wantUp), .done])
    }

    @Test func `restart takes it that the supervisor was faster`() {
        let steps = play(.restart(.up), (.up, []), (.upAgain, [.died]), (.upAgain, [.finished, .started]))
        #expect(steps == [.sendBoth(.downSignal, .continue), .wait, .done])
    }

    @Test func `restart starts what is down, and what failed for good`() {
        #expect(play(.restart(.up), (.down, []), (.up, [.started])) == [.send(.wantUp), .done])
        let steps = play(.restart(.up), (.up, []), (.down, [.failedPermanently, .finished]), (.up, [.started]))
        #expect(steps == [.sendBoth(.downSignal, .continue), .send(.wantUp), .done])
    }

    @Test func `a restart that is given up owes want-up, if it was wanted up`() {
        var wanted = Pursuit(.restart(.up)), unwanted = Pursuit(.restart(.up)), stop = Pursuit(.stop)
        _ = wanted.next(.up, Heard())
        _ = unwanted.next(.upUnwanted, Heard())
        _ = stop.next(.up, Heard())
        #expect(wanted.debt == .wantUp && unwanted.debt == nil && stop.debt == nil)
        #expect(wanted.isEnding && stop.isEnding && !Pursuit(.start(.up)).isEnding)
    }
}
