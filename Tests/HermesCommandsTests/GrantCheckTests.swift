import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

/// The doctor's checks of the permission bridge: each fault alone is found, and nothing else.
@Suite struct GrantCheckTests {
    static var checks: [any DoctorCheck.Type] {
        [
            GrantCheck.self, PolicyCheck.self, AccountCheck.self, HelperCheck.self, BrokerCheck.self,
            RootPathCheck.self,
        ]
    }

    @Test func `what perm-grant lays has no finding`() throws {
        let machine = try GrantedMachine()
        for check in Self.checks { #expect(try machine.findings(check) == [], "\(check)") }
    }

    @Test func `a machine without a policy has none either`() throws {
        let machine = try MadeUpMachine()
        for check in Self.checks { #expect(try machine.findings(check) == [], "\(check)") }
    }

    static let faults: [(String, mode_t)] = [
        ("web/supervise", 0o700), ("web/supervise", 0o710), ("web/supervise/control", 0o600),
        ("web/supervise/control", 0o660), ("web/supervise/control", 0o622), ("web/supervise/lock", 0o644),
        ("db/supervise/control", 0o620), ("db/supervise", 0o710),
    ]

    @Test(arguments: faults) func `a grant that is not laid, or not named, is told`(path: String, mode: mode_t) throws {
        let machine = try GrantedMachine(), name = machine.service(path)
        machine.change(name, to: mode)
        let told = try machine.findings(GrantCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /\(name): it "), "\(told)")
        #expect(told[0].contains(path.hasPrefix("db") ? "no line of the policy names" : "and not 0"), "\(told)")
    }

    @Test(arguments: ["supervise/control", "supervise/lock", "supervise"])
    func `a part of a grant that is missing is told`(part: String) throws {
        let machine = try GrantedMachine(), name = machine.service("web/" + part)
        try FileManager.default.removeItem(atPath: machine.path + "/" + name)
        let told = try machine.findings(GrantCheck.self)
        #expect(told == ["problem /\(name): it is not there, so what the policy grants is not laid"])
    }

    @Test func `something else in the place of the FIFO is told`() throws {
        let machine = try GrantedMachine(), name = machine.service("web/supervise/control")
        #expect(unlink(machine.path + "/" + name) == 0)
        try machine.machine.write("", to: name, mode: 0o620)
        machine.change(machine.service("web/supervise"), to: 0o711)
        #expect(try machine.findings(GrantCheck.self).count == 1)
    }

    @Test func `a logger is granted to nobody`() throws {
        let machine = try GrantedMachine(), log = machine.service("web/log/supervise")
        try machine.machine.fifo(log + "/control", mode: 0o620)
        machine.change(log, to: 0o700)
        let told = try machine.findings(GrantCheck.self)
        #expect(told.count == 1 && told[0].contains("/web/log/supervise/control: it is granted"), "\(told)")
    }

    @Test func `an access control list is as good as a group, and as bad`() throws {
        let machine = try GrantedMachine(), web = machine.service("web/supervise/control")
        // Now the group is another than what the files have.
        try machine.machine.write("hermes:x:10000:10500:::\ns6ctl:x:\(geteuid()):10077:::\n", to: "etc/passwd")
        let without = try machine.findings(GrantCheck.self)
        #expect(without.count == 2, "supervise/ and control have another group: \(without)")
        guard try machine.machine.setList("g:10077:-w-,g::---", on: web),
            try machine.machine.setList("g:10077:--x", on: machine.service("web/supervise"))
        else { return }
        #expect(try machine.findings(GrantCheck.self) == [])
        #expect(try machine.machine.setList("u:10007:-w-", on: web))
        let told = try machine.findings(RootPathCheck.self)
        #expect(told.count == 1 && told[0].contains("uid 10007 may write to it, by an access control list"), "\(told)")
        #expect(try machine.machine.setList("g:10077:-w-", on: machine.service("db/supervise/control")))
        let wide = try machine.findings(GrantCheck.self)
        #expect(wide.count == 1, "\(wide)")
    }

    @Test func `a default list, which what s6-supervise makes would inherit, is told`() throws {
        let machine = try GrantedMachine(), supervise = machine.service("web/supervise")
        guard try machine.machine.setList("d:u:10007:-w-", on: supervise) else { return }
        let told = try machine.findings(RootPathCheck.self)
        #expect(told.count == 1 && told[0].contains("by a default access control list"), "\(told)")
    }
}

@Suite struct AccountCheckTests {
    @Test(arguments: ["hermes", "other", "s6ctl,hermes"]) func `nobody else is in the group`(members: String) throws {
        let machine = try GrantedMachine()
        try machine.machine.write("s6ctl:x:\(getegid()):\(members)\n", to: "etc/group")
        let told = try machine.findings(AccountCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /etc/group: "), "\(told)")
    }

    @Test func `it is nobody else's own group`() throws {
        let machine = try GrantedMachine()
        let passwd = "hermes:x:10000:\(getegid()):::\ns6ctl:x:\(geteuid()):\(getegid()):::\n"
        try machine.machine.write(passwd, to: "etc/passwd")
        let told = try machine.findings(AccountCheck.self)
        #expect(geteuid() == 10000 || (told.count == 1 && told[0].hasPrefix("problem /etc/passwd: uid 10000 is in")))
    }

    @Test func `a policy without the account grants nothing`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("hermes:x:10000:10500:::\n", to: "etc/passwd")
        #expect(try machine.findings(AccountCheck.self).count == 1)
        #expect(unlink(machine.path + "/etc/hermes-s6/policy") == 0)
        #expect(try machine.findings(AccountCheck.self) == [])
    }

    @Test func `an account and a group that are two are told`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("s6ctl:x:10099:\n", to: "etc/group")
        #expect(try machine.findings(AccountCheck.self).count == 1)
    }
}

@Suite struct HelperCheckTests {
    static let name = "usr/libexec/hermes-s6/perm-helper"

    @Test(arguments: [0o755, 0o2775, 0o2777, 0o6755, 0o2711, 0o4755] as [mode_t])
    func `bits that are not as they should be are told`(mode: mode_t) throws {
        let machine = try GrantedMachine()
        machine.change(Self.name, to: mode)
        let told = try machine.findings(HelperCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /\(Self.name): "), "\(told)")
    }

    @Test func `the other way to install it is right, too`() throws {
        let machine = try GrantedMachine()
        machine.change(Self.name, to: 0o4755)
        #expect(try machine.findings(HelperCheck.self, group: getegid()) == [])
    }

    @Test func `setgid of another group is told`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("s6ctl:x:\(geteuid()):\(getegid() + 7):::\n", to: "etc/passwd")
        #expect(try machine.findings(HelperCheck.self).count == 1)
    }

    @Test func `what keeps the bit from working is a warning, or with a broker a note`() throws {
        let machine = try GrantedMachine()
        func told() throws -> [String] {
            try machine.machine.findings(HelperCheck.self, machine.patient(isNosuid: true, hasNoNewPrivileges: true))
        }
        #expect(try told().map { $0.prefix(8) } == ["warning ", "warning "])
        try machine.machine.write("", to: "run/hermes-s6/broker/sock", mode: 0o666)
        #expect(try told().map { $0.prefix(5) } == ["note ", "note "])
    }

    @Test func `a policy that nothing carries out is told`() throws {
        let machine = try GrantedMachine()
        #expect(unlink(machine.path + "/" + Self.name) == 0)
        #expect(try machine.findings(HelperCheck.self).count == 1)
        try machine.machine.write("", to: "run/hermes-s6/broker/sock")
        #expect(try machine.findings(HelperCheck.self) == [])
    }
}

@Suite struct BrokerCheckTests {
    /// A socket that nobody listens to.
    func bindSocket(_ path: String, mode: mode_t) {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        #expect(result == 0 && chmod(path, mode) == 0)
    }

    @Test(
        arguments: [(0o755, 0o666, 0), (0o775, 0o666, 0), (0o777, 0o666, 1), (0o700, 0o666, 1), (0o755, 0o600, 1)]
            as [(mode_t, mode_t, Int)]
    )
    func `the socket and its directory are s6ctl's, and open to all`(
        directory: mode_t,
        socket: mode_t,
        count: Int
    ) throws {
        let machine = try GrantedMachine(), broker = machine.path + "/run/hermes-s6/broker"
        bindSocket(broker + "/sock", mode: socket)
        #expect(chmod(broker, directory) == 0)
        let told = try machine.findings(BrokerCheck.self)
        #expect(told.count == count && told.allSatisfy { $0.hasPrefix("problem /run/hermes-s6/broker") }, "\(told)")
    }

    @Test func `another's, and no socket, are told`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("", to: "run/hermes-s6/broker/sock", mode: 0o666)
        #expect(try machine.findings(BrokerCheck.self).count == 1)
        try machine.machine.write("s6ctl:x:\(geteuid() + 1):\(getegid()):::\n", to: "etc/passwd")
        #expect(try machine.findings(BrokerCheck.self).count == 2)
    }
}
