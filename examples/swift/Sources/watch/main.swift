// Says what the supervisors of some services say, until each has had a service that is ready.
//
//   swift run watch /run/service/web /run/service/db
import Glibc
import S6Native
import S6NativeAsync

let paths = CommandLine.arguments.dropFirst()
guard !paths.isEmpty else {
    print("usage: watch SERVICEDIR...")
    exit(100)
}
do {
    let services = try paths.map { ServiceDirectory(try S6Path($0)) }
    let reader = EventReader()  // one thread for all of them
    try await withThrowingTaskGroup(of: Void.self) { group in
        for service in services {
            // What happens from here on is told, whenever the task comes to it.
            let events = try reader.events(of: service)
            print("\(service.path): \(try service.status())")
            group.addTask {
                for try await event in events {
                    print("\(service.path): \(event)")
                    if event == .ready { break }
                }
            }
        }
        try await group.waitForAll()
    }
} catch {
    print(error)
    exit(1)
}
