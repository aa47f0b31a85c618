import Foundation
import HermesGateways
import Testing

@testable import HermesCommands
@testable import S6Native

/// A machine with a policy, and what is laid by it: hermes has `web`, and nobody `db`.
final class GrantedMachine {
    static let text = "base /run/s6-rc/servicedirs\nhermes web up,down,restart,term\n"
    static let servicedirs = "run/s6-rc:s6-rc-init:abcdef/servicedirs"

    let machine: MadeUpMachine
    var path: String { machine.path }

    init() throws {
        machine = try MadeUpMachine()
        try machine.link("run/s6-rc", to: "/run/s6-rc:s6-rc-init:abcdef")
        for name in ["web", "db"] {
            let service = Self.servicedirs + "/" + name
            try machine.write(
                "#!/bin/sh\nexec /usr/bin/daemon --config=/etc/daemon.conf\n",
                to: service + "/run",
                mode: 0o755
            )
            try machine.make(service + "/event", mode: 0o3710)
            try machine.write("", to: service + "/supervise/lock", mode: 0o600)
            try machine.fifo(service + "/supervise/control", mode: name == "web" ? 0o620 : 0o600)
            try machine.make(service + "/supervise", mode: name == "web" ? 0o711 : 0o700)
        }
        try machine.write("", to: "usr/bin/daemon", mode: 0o755)
        try machine.write("", to: "etc/daemon.conf")
        try write(Self.text)
        let compiled = "hermes-s6 1 /run/s6-rc/servicedirs\n10000 web udrt\n"
        try machine.write(compiled, to: "run/hermes-s6/policy")
        try machine.write(
            "root:x:0:0:::\nhermes:x:10000:10500:::\ns6ctl:x:\(geteuid()):\(getegid()):::\n",
            to: "etc/passwd"
        )
        try machine.write("root:x:0:\ns6ctl:x:\(getegid()):\n", to: "etc/group")
        try machine.write("", to: "usr/libexec/hermes-s6/perm-helper", mode: 0o2755)
        try machine.make("run/hermes-s6/broker")
    }

    /// Writes the policy as people write it.
    func write(_ policy: String) throws { try machine.write(policy, to: "etc/hermes-s6/policy") }

    /// Where something of a service is, below the machine.
    func service(_ name: String) -> String { Self.servicedirs + "/" + name }

    func change(_ name: String, to mode: mode_t) { #expect(chmod(path + "/" + name, mode) == 0, "\(name)") }

    /// Has a service be up, as a process with a user and words.
    func runs(_ name: String, as user: UInt32, _ words: [String], pid: UInt8 = 77) throws {
        let stamp: [UInt8] = [0x40, 0, 0, 0, 0x6B, 0, 0xFE, 0x2E, 0, 0, 1, 0xF4]
        let record = stamp + stamp + [0, 0, 0, 0, 0, 0, 0, pid, 0, 0, 4]
        try Data(record).write(to: URL(filePath: path + "/" + service(name) + "/supervise/status"))
        try machine.write("Name:\tx\nUid:\t\(user)\t\(user)\t\(user)\t\(user)\n", to: "proc/\(pid)/status")
        try machine.write(words.map { $0 + "\0" }.joined(), to: "proc/\(pid)/cmdline")
    }

    /// A group that is not root's, as the files here have it.
    func patient(
        group: UInt32 = getegid() + 1,
        isNosuid: Bool = false,
        hasNoNewPrivileges: Bool = false
    ) throws -> Patient {
        let machine = Machine(
            root: try S6Path(path),
            keeper: geteuid(),
            keeperGroup: group,
            isNosuid: { _ in isNosuid },
            traits: { ProcessTraits(hasNoNewPrivileges: hasNoNewPrivileges) }
        )
        return try self.machine.patient(nil, machine)
    }

    /// What a check finds.
    func findings(_ check: any DoctorCheck.Type, group: UInt32 = getegid() + 1) throws -> [String] {
        try machine.findings(check, patient(group: group))
    }

    /// What `policy check` says here.
    func check(_ words: [String] = []) throws -> (code: Int32, console: TestConsole) {
        let console = TestConsole()
        let session = Session(Environment([:]), console, holdsSignals: false)
        let parsed = try WordParser.parse(words.map { Array($0.utf8) }, PolicyCheckCommand.spec)
        PolicyCheckCommand.run(try #require(parsed), in: session, try machine.machine(group: getegid() + 1))
        console.output = console.output.replacingOccurrences(of: path, with: "")
        console.errors = console.errors.replacingOccurrences(of: path, with: "")
        return (session.code, console)
    }
}
