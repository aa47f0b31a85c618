import CFloor
import Glibc
import Measuring
import S6Native

/// A short run on a tree that is in use, against a slot that is thrown away after it, and one that comes and goes.
///
/// Nothing else is touched.
enum Live {
    static let options: Set = ["--scandir", "--rounds", "--hermesctl", "--raw"]

    static func run(_ options: Options) throws {
        distrustEnvironment()
        let rounds = try options.number("--rounds", or: 50, in: 1...10_000)
        let scandir = try S6Path(options.needed("--scandir")), tree = ScanDirectory(scandir)
        let isScanned = try tree.isScanned()
        guard isScanned == true else { throw Failure("\(scandir): no s6-svscan runs on it") }
        let signals = floor_hold_signals()
        let template = try makeTemplate()
        defer { Service.remove(template) }
        let slot = try SlotName("hermes-bench-\(getpid())"), service = tree.service(slot)
        let path = try S6Path(template)
        try tree.publish(copyOf: path, as: slot, before: .soon)
        print("published \(service.path), which is retired again after \(rounds) rounds")
        var failure: (any Error)?
        do {
            try measure(service, tree, path, rounds, signals, options)
        } catch {
            failure = error
        }
        // Whatever has happened, it is not left behind.
        for name in [slot, try SlotName("\(service.path.lastName)-new")] {
            try retire(name, of: tree)
        }
        if let failure { throw failure }
    }

    /// What root runs, and where it writes, root alone may choose: a container's environment may name what is others'.
    private static func distrustEnvironment() {
        guard geteuid() == 0 else { return }
        setenv("PATH", "/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1)
        unsetenv("TMPDIR")
    }

    private static func retire(_ name: SlotName, of tree: ScanDirectory) throws(S6Error) {
        do throws(S6Error) {
            try tree.retire(name, before: .soon, killAfter: .seconds(5))
        } catch .noSuchService {
        }
    }

    private static func measure(
        _ service: ServiceDirectory,
        _ tree: ScanDirectory,
        _ template: S6Path,
        _ rounds: Int,
        _ signals: CInt,
        _ options: Options
    ) throws {
        try service.wait(for: .up, before: .soon)
        let contenders = try contenders(service, tree, template, options), raw = try RawValues(options.text("--raw"))
        var contest = Contest(contenders, rounds: rounds, allowance: 5_000_000_000, raw: raw)
        var signal: CInt = 0
        try contest.run {
            if signal == 0 { signal = floor_take_signal(signals) }
            return signal == 0
        }
        contest.writeSummaries()
        Show.table(contest)
        if signal != 0 { throw Failure("ended by signal \(signal)") }
    }

    private static func makeTemplate() throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var bytes = Array("\(parent)/hermes-bench.XXXXXX".utf8CString)
        guard mkdtemp(&bytes) != nil else { throw Failure("\(parent): cannot make a directory in it") }
        let template = String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try Service.write(Service.script, to: "\(template)/run", mode: 0o755)
        return template
    }

    private static func contenders(
        _ service: ServiceDirectory,
        _ tree: ScanDirectory,
        _ template: S6Path,
        _ options: Options
    ) throws -> [Contender] {
        let path = service.path.description, new = try SlotName("\(service.path.lastName)-new")
        var ours = Contender("in process")
        ours.inProcess(.status) { _ = try service.status() }
        ours.inProcess(.stop) { try service.stop(before: .soon) }
        ours.inProcess(.again) { try service.stop(before: .soon) }
        ours.inProcess(.start) { try service.start(until: .up, before: .soon) }
        ours.inProcess(.restart) { try service.restart(until: .up, before: .soon) }
        ours.inProcess(.add) {
            try tree.publish(copyOf: template, as: new, before: .soon)
            try tree.service(new).wait(for: .up, before: .soon)
        }
        ours.inProcess(.remove) { try tree.retire(new, before: .soon) }
        var contenders = [ours]
        if let hermesctl = options.text("--hermesctl") {
            var command = Contender("hermesctl")
            command.program(.status, hermesctl, "status", "-o", "up,pid", path)
            command.program(.stop, hermesctl, "stop", path)
            command.program(.again, hermesctl, "stop", path)
            command.program(.start, hermesctl, "start", path)
            command.program(.restart, hermesctl, "restart", path)
            contenders.append(command)
        }
        if Spawned.find("s6-svc") != nil {
            var tools = Contender("s6's tools, from C")
            tools.program(.status, "s6-svstat", "-o", "up,pid", path)
            tools.program(.stop, "s6-svc", "-wD", "-d", path)
            tools.program(.again, "s6-svc", "-wD", "-d", path)
            tools.program(.start, "s6-svc", "-wu", "-u", path)
            tools.program(.restart, "s6-svc", "-wr", "-r", path)
            contenders.append(tools)
        }
        return contenders
    }
}

extension S6Path {
    /// Its last component, as text.
    fileprivate var lastName: String { description.split(separator: "/").last.map(String.init) ?? "" }
}
