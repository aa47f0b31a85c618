import Glibc
import Measuring
import S6Native

/// A tree with so many services, s0 and so on, all of them up.
struct ManyServices {
    let scandir: String
    let services: [ServiceDirectory]
    let paths: [String]

    var count: Int { services.count }

    /// Makes them, and waits until they are up.
    init(_ count: Int, in scandir: String) throws {
        self.scandir = scandir
        let tree = ScanDirectory(try S6Path(scandir)), names = (0..<count).map { "s\($0)" }
        services = try names.map { tree.service(try SlotName($0)) }
        paths = names.map { "\(scandir)/\($0)" }
        for name in names { try Service.make(name, in: scandir) }
        try tree.send([.scan])
        for service in services { try Until.so { (try? service.status().isUp) ?? false } }
    }

    /// Has all of them up, whatever a contender that failed has left.
    func restore() throws {
        for result in ServiceDirectory.stop(services, before: .late) { _ = try result.get() }
        for result in ServiceDirectory.start(services, until: .up, before: .late) { _ = try result.get() }
    }

    /// What they and their supervisors take of an operation: nanoseconds from now, when they are about to be asked, until
    /// the last of them has changed, by the stamps in their statuses.
    func change(by body: () throws -> Cost) throws -> (cost: Cost, services: Int64) {
        var asked = timespec()
        clock_gettime(CLOCK_REALTIME, &asked)
        let cost = try body()
        var last = TAI64N(unixSeconds: Int64(asked.tv_sec), nanoseconds: UInt32(asked.tv_nsec))
        for service in services {
            let status = try service.status()
            // It is really down when its finish has ended, which the second stamp says.
            last = max(last, status.isUp ? status.changedAt : max(status.changedAt, status.readyStamp))
        }
        let seconds = last.unixSeconds - Int64(asked.tv_sec)
        return (cost, seconds * 1_000_000_000 + Int64(last.nanoseconds) - Int64(asked.tv_nsec))
    }
}

extension Deadline {
    /// Later than thousands of services may take.
    static var late: Deadline { .after(.seconds(300)) }
}
