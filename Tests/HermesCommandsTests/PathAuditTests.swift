import Foundation
import HermesGateways
import Testing

@testable import HermesCommands
@testable import S6Native

/// What root relies on, on a machine where whoever runs the test is root.
@Suite struct PathAuditTests {
    func walk(_ machine: MadeUpMachine, _ path: S6Path, keeper: UInt32 = geteuid()) throws -> [String] {
        // No group is root's here.
        var audit = PathAudit(try machine.machine(keeper: keeper, group: getegid() + 1))
        _ = audit.walk(path, .file)
        return machine.texts(audit.result)
    }

    @Test func `what is root's alone is as it should be, and what is not there is passed over`() throws {
        let machine = try MadeUpMachine()
        try machine.write("", to: "etc/a/b")
        try machine.link("etc/link", to: "/etc/a/../a/./b")
        try machine.link("etc/relative", to: "a/b")
        try machine.link("etc/loop", to: "loop")
        for path in ["/etc/a/b", "/etc/link", "/etc/relative", "/etc/loop", "/etc/none", "/none/b", "/etc/a/b/c", "/"]
            as [S6Path]
        {
            #expect(try walk(machine, path).isEmpty, "\(path)")
        }
    }

    struct Case: Sendable {
        let file: String, mode: mode_t, told: String
    }

    static let cases = [
        Case(file: "etc", mode: 0o775, told: "may write in it (mode 0775)"),
        Case(file: "etc", mode: 0o757, told: "anybody may write in it (mode 0757)"),
        Case(file: "etc", mode: 0o1777, told: "anybody may write in it (mode 1777)"),
        Case(file: "etc/a", mode: 0o2775, told: "may write in it (mode 2775)"),
        Case(file: "etc/a/b", mode: 0o666, told: "anybody may write to it (mode 0666): root reads it"),
        Case(file: "etc/a/b", mode: 0o664, told: "may write to it (mode 0664): root reads it"),
    ]

    @Test(arguments: cases) func `each part that others may write to is told, once`(sample: Case) throws {
        let machine = try MadeUpMachine()
        try machine.write("", to: "etc/a/b")
        try machine.link("via", to: "/etc/a")
        #expect(chmod(machine.path + "/" + sample.file, sample.mode) == 0)
        for path in ["/etc/a/b", "/via/b"] as [S6Path] {
            let told = try walk(machine, path)
            #expect(told.count == 1 && told[0].hasPrefix("problem /\(sample.file): "), "\(told)")
            #expect(told[0].contains(sample.told), "\(told)")
        }
    }

    @Test func `what is somebody else's is told from the first directory on`() throws {
        let machine = try MadeUpMachine()
        try machine.write("", to: "etc/a/b")
        let told = try walk(machine, "/etc/a/b", keeper: geteuid() + 1)
        #expect(told.count == 1 && told[0].contains("uid \(geteuid()) owns it"))
    }

    @Test func `root's group may write no more than another, but where s6 lets it`() throws {
        let machine = try MadeUpMachine()
        try machine.write("", to: "etc/a/b", mode: 0o664)
        try machine.make("etc/event", mode: 0o3730)
        var audit = PathAudit(try machine.machine())
        #expect(audit.walk("/etc/event", .events) != nil && audit.findings.isEmpty)
        #expect(audit.walk("/etc/a/b", .file) == nil && audit.findings.count == 1)
    }

    @Test(arguments: ["u:10007:rwx", "g:10007:-wx", "d:u:10007:rwx"])
    func `an access control list is told with who it lets write`(entry: String) throws {
        let machine = try MadeUpMachine()
        try machine.make("etc/event", mode: 0o3730)
        guard try machine.setList(entry, on: "etc/event") else { return }
        var audit = PathAudit(try machine.machine())
        #expect(audit.walk("/etc/event", .events) == nil)
        let who = entry.hasPrefix("g") ? "group 10007 may write in it" : "uid 10007 may write"
        let told = machine.texts(audit.findings)
        #expect(told.count == 1 && told[0].hasPrefix("problem /etc/event: \(who)"), "\(told)")
    }

    @Test func `a directory that may not be looked into is a note, unless only root may go there`() throws {
        guard geteuid() != 0 else { return }  // whom nothing is kept from
        let machine = try MadeUpMachine()
        try machine.write("", to: "etc/a/b")
        #expect(chmod(machine.path + "/etc/a", 0o010) == 0)
        #expect(try walk(machine, "/etc/a/b")[0].hasPrefix("note /etc/a: it may not be looked into"))
        #expect(chmod(machine.path + "/etc/a", 0o600) == 0)
        #expect(try walk(machine, "/etc/a/b").isEmpty)
    }
}

@Suite struct RootPathTests {
    /// Where `/run/s6-rc` leads.
    static let live = "run/s6-rc:s6-rc-init:abcdef"

    /// A container's worth of what root relies on, with a service that hermes is granted.
    func machine() throws -> MadeUpMachine {
        let machine = try MadeUpMachine()
        let live = Self.live, web = live + "/servicedirs/web"
        try machine.link("run/s6-rc", to: "/" + live)
        try machine.write("#!/bin/sh\n", to: web + "/run", mode: 0o755)
        try machine.write("#!/bin/sh\n", to: web + "/finish", mode: 0o755)
        try machine.write("3\n", to: web + "/notification-fd")
        try machine.make(web + "/data", mode: 0o777)
        try machine.make(web + "/event", mode: 0o3710)
        try machine.make(web + "/supervise", mode: 0o711)
        try machine.fifo(web + "/supervise/control", mode: 0o620)
        try machine.write("", to: web + "/supervise/lock", mode: 0o600)
        try machine.write("", to: web + "/supervise/status")
        try machine.write("", to: web + "/supervise/death_tally")
        try machine.write("x", to: web + "/env/KEY")
        // What a logger's run has root write in, and its own run read; what comes after the drop is not root's.
        let logger = "#!/bin/sh\nexec s6-envdir -I /etc/web/env s6-log n10 \\\n T \"/var/log/web\"\n"
        try machine.write(logger, to: web + "/log/run", mode: 0o755)
        try machine.write("", to: "var/log/web/current")
        try machine.write("x", to: "etc/web/env/KEY")
        try machine.make("opt/data/env", mode: 0o777)
        let drops = "#!/bin/sh\nexec s6-setuidgid hermes s6-envdir /opt/data/env s6-log /opt/data/env\n"
        try machine.write(drops, to: live + "/servicedirs/dropping/run", mode: 0o755)
        try machine.write("", to: live + "/compiled/db")
        try machine.link("run/service/web", to: "/run/s6-rc/servicedirs/web")
        try machine.fifo("run/service/.s6-svscan/control")
        try machine.make("run/hermes-s6")
        try machine.write("#!/bin/sh\n", to: "run/service/.s6-svscan/finish", mode: 0o755)
        try machine.write("/usr/bin", to: "run/s6/container_environment/PATH")
        try machine.write("", to: "etc/hermes-s6/policy")
        try machine.write("s6ctl:x:990:\(getegid()):::\n", to: "etc/passwd")
        try machine.write("", to: "usr/libexec/hermes-s6/perm-helper", mode: 0o2755)
        try machine.addPrograms()
        try machine.link("command/s6-log", to: "/usr/bin/s6-log")
        return machine
    }

    func findings(_ machine: MadeUpMachine, _ tree: TreeFacts? = nil) throws -> [String] {
        try machine.findings(RootPathCheck.self, machine.patient(tree, machine.machine(group: getegid() + 1)))
    }

    @Test func `what perm-grant lays is right`() throws {
        let machine = try machine()
        #expect(try findings(machine) == [])
    }

    static let faults: [(String, mode_t, String)] = [
        ("run/s6-rc/servicedirs/web/event", 0o3730, "problem"), ("run/s6-rc/servicedirs/web/event", 0o1733, "problem"),
        ("run/s6-rc/servicedirs/web/supervise", 0o770, "problem"),
        ("run/s6-rc/servicedirs/web/supervise/control", 0o622, "problem"),
        ("run/s6-rc/servicedirs/web/supervise/lock", 0o644, "problem"),
        ("run/s6-rc/servicedirs/web/supervise/status", 0o666, "problem"),
        ("run/s6-rc/servicedirs/web/run", 0o775, "problem"), ("run/s6-rc/servicedirs", 0o777, "problem"),
        ("run/service", 0o775, "problem"), ("run/service/.s6-svscan/finish", 0o777, "problem"),
        ("run/s6/container_environment", 0o777, "problem"), ("run/s6/container_environment/PATH", 0o666, "problem"),
        ("etc/hermes-s6/policy", 0o664, "problem"), ("usr/libexec/hermes-s6/perm-helper", 0o2775, "problem"),
        ("usr/bin/s6-log", 0o777, "problem"), ("etc", 0o775, "problem"), ("var/log/web", 0o777, "problem"),
        ("var/log/web/current", 0o664, "problem"), ("etc/web/env", 0o775, "problem"),
        ("etc/web/env/KEY", 0o666, "problem"), ("run/service/.s6-svscan/control", 0o620, "problem"),
        ("run/s6-rc/compiled/db", 0o666, "problem"),
        ("run/s6-rc/servicedirs/web/supervise/death_tally", 0o666, "problem"),
        ("run/s6-rc/servicedirs/web/log/run", 0o777, "problem"),
        ("run/s6-rc/servicedirs/web/env/KEY", 0o622, "problem"),
        ("run/hermes-s6", 0o777, "problem"),
    ]

    @Test(arguments: faults) func `each part that is not root's alone is told`(
        path: String,
        mode: mode_t,
        severity: String
    ) throws {
        let machine = try machine()
        let name = "/" + path.replacingOccurrences(of: "run/s6-rc/", with: Self.live + "/")
        #expect(chmod(machine.path + name, mode) == 0)
        let told = try findings(machine)
        #expect(told.count == 1 && told[0].hasPrefix("\(severity) \(name): "), "\(told)")
    }

    @Test func `a lock behind a door that is shut is nobody's to read`() throws {
        let machine = try machine()
        let supervise = machine.path + "/\(Self.live)/servicedirs/web/supervise"
        #expect(chmod(supervise + "/lock", 0o644) == 0 && chmod(supervise, 0o700) == 0)
        #expect(try findings(machine) == [])
    }

    @Test func `a group that is not granted may not command`() throws {
        let machine = try machine()
        try machine.write("s6ctl:x:990:\(getegid() + 7):::\n", to: "etc/passwd")
        let told = try findings(machine)
        #expect(told.count == 1 && told[0].contains("group \(getegid()) may write to it (mode 0620)"), "\(told)")
    }

    @Test func `a logger is looked at as its service is, and a logger's log is not`() throws {
        let machine = try machine(), log = Self.live + "/servicedirs/web/log"
        try machine.make(log + "/supervise", mode: 0o777)
        try machine.make(log + "/log/supervise", mode: 0o777)
        #expect(try findings(machine).count == 1)
    }

    @Test func `a shared tree's scandir is told as one, and not here`() throws {
        let machine = try machine(), scandir = machine.path + "/run/service"
        try machine.make("run/service/gateway-work/supervise", mode: 0o777)
        #expect(chmod(scandir + "/.s6-svscan/control", 0o666) == 0)
        let shared = try machine.tree(.shared, at: scandir)
        #expect(try findings(machine, shared) == [])
        #expect(chmod(scandir, 0o777) == 0)
        #expect(try findings(machine, shared) == [])
        #expect(try findings(machine).count == 1)
        // What root relies on besides is told all the same.
        #expect(chmod(machine.path + "/\(Self.live)/servicedirs/web/run", 0o777) == 0)
        #expect(try findings(machine, shared).count == 1)
    }

    @Test func `the slots of an isolated tree are none of root's`() throws {
        let machine = try machine()
        try machine.make("run/hermes/service/gateway-work/supervise", mode: 0o777)
        #expect(try findings(machine) == [])
    }
}
