// The same for tasks: no thread of the pool is blocked.
import S6Native
import S6NativeAsync

let web = ServiceDirectory("/run/service/web")
let reader = EventReader()  // one thread, for as many services as there are
try await reader.restart(web, before: .after(.seconds(10)))
try await reader.wait(for: .ready, on: web, before: .after(.seconds(30)))
for try await event in try reader.events(of: web) {
    print(event)
    if event == .failedPermanently { break }
}
