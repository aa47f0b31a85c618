// Calls everything that S6Native offers, so that a link of this against it binds all that it can bind.
// Compiled in one module with S6Native by scripts/check-embedded.
/// The one symbol that the link is asked for.
@c(s6native_probe) public func probe(_ descriptor: CInt) -> CInt {
    do throws(S6Error) {
        let service = ServiceDirectory("/run/service/probe")
        let scandir = ScanDirectory("/run/service")
        let soon = Deadline.after(.seconds(1))
        _ = try service.status().isUp
        _ = try service.deathTally().deaths.count
        _ = try service.supervised().isSupervised
        _ = try service.isNormallyUp()
        try service.send(.wantUp)
        try service.send([.downSignal, .continue])
        try service.wait(for: .ready, before: soon, cancel: descriptor)
        try ServiceDirectory.wait(for: .up, on: [service, service.logger], .any, before: soon)
        try service.start(before: soon)
        try service.restart(before: soon)
        try service.stop(before: soon, escalation: Escalation(after: .seconds(1), .group))
        var events = try service.subscribe()
        _ = try events.next(before: soon)
        let names = try scandir.list()
        try scandir.rescan()
        try scandir.publish(names[0], before: soon) { (slot) throws(S6Error) in try slot.copy(from: "/etc/probe") }
        try scandir.retire(names[0], before: soon, killAfter: .seconds(1))
        try scandir.takeOver(before: soon, killAfter: .seconds(1))
        return 0
    } catch {
        return CInt(error.description.utf8.count + (error.remedy ?? "").utf8.count)
    }
}
