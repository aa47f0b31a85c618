// Gives a Hermes profile its gateway, or starts the one that it has, waits until that is up, and says so.
//
//   swift run register /run/hermes/service /opt/data work /usr/bin/hermesctl
import Glibc
import HermesGateways
import S6Native

/// The gateway's state once it is up.
func register(_ profile: ProfileName, _ manager: S6ServiceManager) throws -> ServiceStatus {
    if try manager.list().contains(profile) {
        try manager.start(profile)
    } else {
        try manager.register(profile, starting: true)
    }
    try manager.service(profile).wait(for: .up, before: .after(.seconds(10)))
    return try manager.service(profile).status()
}

guard CommandLine.arguments.count == 5 else {
    print("usage: register SCANDIR HERMES_HOME PROFILE HERMESCTL")
    exit(100)
}
do {
    let scandir = ScanDirectory(try S6Path(CommandLine.arguments[1]))
    var settings = GatewaySettings(scandir, HermesHome(try S6Path(CommandLine.arguments[2])))
    settings.hermesctl = try S6Path(CommandLine.arguments[4])  // the slot's own scripts call it
    let profile = try ProfileName(CommandLine.arguments[3])
    print("\(profile): \(try register(profile, S6ServiceManager(settings)))")
} catch {
    print(error)
    exit(1)
}
