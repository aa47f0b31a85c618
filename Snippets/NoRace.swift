// Subscribe, look, ask, wait.
import S6Native

let web = ServiceDirectory("/run/service/web")
var events = try web.subscribe()  // from here on nothing is missed
if try !web.status().isUp {
    try web.send([.wantUp])
    while let event = try events.next(before: .after(.seconds(10))), event != .started {}
}
