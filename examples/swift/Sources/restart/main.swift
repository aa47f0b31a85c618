// Restarts a service, kills it if it does not end, and says what it came to.
//
//   swift run restart /run/service/web
import Glibc
import S6Native

guard CommandLine.arguments.count == 2 else {
    print("usage: restart SERVICEDIR")
    exit(100)
}
do throws(S6Error) {
    let service = ServiceDirectory(try S6Path(CommandLine.arguments[1]))
    let before = try service.status()
    let escalation = Escalation(after: .seconds(5), .group)
    let after = try service.restart(before: .after(.seconds(10)), escalation: escalation)
    print("was: \(before)")
    print("is: \(after)")
} catch {
    print(error)
    if let remedy = error.remedy { print("  \(remedy)") }
    exit(1)
}
