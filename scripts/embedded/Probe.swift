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
        try scandir.lay(names[0]) { (slot) throws(S6Error) in try slot.copy(from: "/etc/probe") }
        return probeGateways(scandir)
    } catch {
        return CInt(error.description.utf8.count + (error.remedy ?? "").utf8.count)
    }
}

/// The same for HermesGateways.
private func probeGateways(_ scandir: ScanDirectory) -> CInt {
    let manager = S6ServiceManager(GatewaySettings(scandir, HermesHome("/opt/data")))
    let terms = VerbTerms(before: .after(.seconds(1)))
    do throws(GatewayError) {
        let profiles = try manager.list()
        try manager.register(profiles[0], starting: true, terms)
        for outcome in manager.start(profiles, terms) + manager.stop(profiles, terms) { try outcome.check() }
        for outcome in manager.restart(profiles, terms) + manager.retire(profiles, terms) { try outcome.check() }
        let actions = try Reconciler(manager.settings).reconcile(Reconciler.Order(terms))
        try BootLog(in: manager.settings.hermes).append(actions)
        let slot = manager.service(profiles[0]), home = manager.settings.hermes
        _ = FinishVerdict.decide(on: profiles[0], exitCode: 1, slot: slot, in: home, capVariable: nil)
        return CInt(Platform().manager == .s6 ? 1 : 0)
    } catch {
        return CInt(error.description.utf8.count + (error.remedy ?? "").utf8.count)
    }
}
