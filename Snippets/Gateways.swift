// A profile's gateway, from its first day to its last.
import HermesGateways
import S6Native

let settings = GatewaySettings(ScanDirectory("/run/hermes/service"), HermesHome("/opt/data"))
let manager = S6ServiceManager(settings)
let work = try ProfileName("work")
try manager.register(work, starting: true)
try manager.service(work).wait(for: .up, before: .after(.seconds(10)))
for outcome in manager.restart([work], VerbTerms(before: .after(.seconds(10)))) {
    try outcome.check()
    print(outcome.profile, outcome.status?.description ?? "no status")
}
try manager.retire(work)  // nothing of it runs, and the slot is gone
