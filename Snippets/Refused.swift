// What a refusal says.
import S6Native

let dashboard = ServiceDirectory("/run/service/dashboard")
do throws(S6Error) {
    try dashboard.restart(before: .after(.seconds(10)))
} catch {
    print(error)  // the path, and the reason
    if let remedy = error.remedy { print(remedy) }
}
