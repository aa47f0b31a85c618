// Restart, stop, and wait, from any thread.
import S6Native

let web = ServiceDirectory("/run/service/web")
print(try web.status())  // up (pid 42), ready, wanted up
try web.restart(before: .after(.seconds(10)))  // returns when another process is up
try web.stop(before: .after(.seconds(10)), escalation: Escalation(after: .seconds(5), .group))
try web.send([.hangUp])  // asks, and returns at once
try ServiceDirectory.wait(for: .ready, on: [web], .all, before: .after(.seconds(30)))
