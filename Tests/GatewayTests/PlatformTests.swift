import Foundation
@testable import HermesCommands
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite struct PlatformTests {
    func manager(_ system: Platform.System = .linux, _ make: (Scratch) throws -> Void) throws -> ServiceManagerKind {
        let scratch = try Scratch()
        try make(scratch)
        return Platform(system, root: try scratch.s6).manager
    }

    @Test func `U02 s6 is process 1 with the overlay's directory`() throws {
        for comm in ["s6-svscan\n", "s6-svscan", " s6-svscan \n"] {
            #expect(
                try manager {
                    try $0.write(comm, to: "proc/1/comm")
                    try $0.makeDirectory("run/s6/basedir")
                } == .s6
            )
        }
    }

    @Test func `U02 anything less is not s6, and no error`() throws {
        #expect(try manager { _ in } == .none, "no /proc")
        #expect(
            try manager { try $0.write("s6-svscan\n", to: "proc/1/comm") } == .none,
            "no basedir"
        )
        for comm in ["systemd\n", "s6-svscan2\n", "x s6-svscan\n", ""] {
            #expect(
                try manager {
                    try $0.write(comm, to: "proc/1/comm")
                    try $0.makeDirectory("run/s6/basedir")
                } == .none
            )
        }
        #expect(
            try manager {
                try $0.write("s6-svscan\n", to: "proc/1/comm")
                try $0.write("", to: "run/s6/basedir")
            } == .none,
            "a file"
        )
        #expect(
            try manager {
                try $0.makeDirectory("proc/1/comm")
                try $0.makeDirectory("run/s6/basedir")
            } == .none
        )
    }

    @Test(.enabled(if: geteuid() != 0, "root may read anything")) func `U02 what may not be read is not there`() throws
    {
        #expect(
            try manager {
                try $0.write("s6-svscan\n", to: "proc/1/comm")
                try $0.makeDirectory("run/s6/basedir")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0],
                    ofItemAtPath: $0.path + "/proc/1/comm"
                )
            } == .none
        )
    }

    @Test func `B02 s6 goes before windows, launchd, systemd, none`() throws {
        func everything(_ scratch: Scratch) throws {
            try scratch.write("s6-svscan\n", to: "proc/1/comm")
            try scratch.makeDirectory("run/s6/basedir")
            try scratch.makeDirectory("run/systemd/system")
        }
        #expect(try manager(.windows, everything) == .s6)
        #expect(try manager(.windows) { try $0.makeDirectory("run/systemd/system") } == .windows)
        #expect(try manager(.darwin) { try $0.makeDirectory("run/systemd/system") } == .launchd)
        #expect(try manager { try $0.makeDirectory("run/systemd/system") } == .systemd)
        #expect(try manager { try $0.makeDirectory("run") } == .none)
        #expect("\(GatewayError.noServiceManager)" == "no supported service manager detected")
    }

    @Test func `U32 systemd is told so`() throws {
        let work = try ProfileName("work")
        let user = SystemdCommands(isSystem: false), system = SystemdCommands(isSystem: true)
        let base = ["systemctl", "--user", "--no-ask-password"], unit = "hermes-gateway-work.service"
        #expect(user.start(work) == base + ["start", unit])
        #expect(user.stop(work) == base + ["stop", unit])
        #expect(user.restart(.standard) == base + ["restart", "hermes-gateway-default.service"])
        #expect(user.isRunning(work) == base + ["is-active", "--quiet", unit])
        #expect(system.start(work).prefix(2) == ["systemctl", "--system"])
        #expect(SystemdCommands.profile(ofLine: Array("hermes-gateway-work.service enabled enabled".utf8)) == work)
        for line in ["other.service x", "hermes-gateway-.service", "hermes-gateway-Work.service", ""] {
            #expect(SystemdCommands.profile(ofLine: Array(line.utf8)) == nil)
        }
    }

    @Test func `U32 a host's gateways go through systemctl, and its refusals come back`() throws {
        let scratch = try Scratch()
        let script = """
            #!/bin/sh
            echo "$*" >> \(scratch.path)/told
            case "$*" in
              *list-unit-files*) printf 'hermes-gateway-work.service enabled\\nhermes-gateway-default.service disabled\\n';;
              *is-active*work*) exit 0;;
              *is-active*) exit 3;;
              *restart*) echo "Unit hermes-gateway-work.service not found." >&2; exit 5;;
            esac
            """
        // A shell writes it: while this process did, a child of another test could hold it open for a moment, and nobody
        // could execute it.
        try Command.run(
            "sh",
            "-c",
            "printf '%s' \"$1\" >\"$2\" && chmod 755 \"$2\"",
            "sh",
            script,
            scratch.path + "/systemctl"
        )
        let environment = Environment(["PATH": Array((scratch.path + ":/usr/bin:/bin").utf8)])
        let manager = SystemdServiceManager(environment, isSystem: false), work = try ProfileName("work")
        try manager.start(work)
        try manager.stop(work)
        #expect(try manager.list() == [.standard, work])
        #expect(try manager.isRunning(work))
        #expect(try !manager.isRunning(.standard))
        #expect(!manager.supportsRuntimeRegistration)
        #expect(throws: GatewayError.noRegistration(.systemd)) { try manager.register(work, starting: true) }
        let refused = #expect(throws: GatewayError.self) { try manager.restart(work) }
        #expect("\(try #require(refused))".contains("failed (rc=5): Unit hermes-gateway-work.service not found."))
        #expect(scratch.text("told")?.hasPrefix("--user --no-ask-password start hermes-gateway-work.service\n") == true)
        let missing = SystemdServiceManager(Environment(["PATH": Array("/nonexistent".utf8)]), isSystem: false)
        if !FileManager.default.fileExists(atPath: "/usr/bin/systemctl") {
            #expect(throws: GatewayError.self) { try missing.start(work) }
        }
    }

    @Test func `U32 launchd and Windows are elsewhere, and known by their commands`() throws {
        let work = try ProfileName("work")
        let launchd = LaunchdServiceManager(user: 501), windows = WindowsServiceManager()
        #expect(
            launchd.commands(toRestart: work) == [["launchctl", "kickstart", "-k", "gui/501/ai.hermes.gateway.work"]]
        )
        #expect(launchd.commands(toStart: work).last == ["launchctl", "kickstart", "gui/501/ai.hermes.gateway.work"])
        #expect(
            launchd.commands(toStop: work).last == ["launchctl", "kill", "SIGTERM", "gui/501/ai.hermes.gateway.work"]
        )
        #expect(windows.commands(toStart: work) == [["sc.exe", "start", "hermes-gateway-work"]])
        #expect(windows.commands(toRestart: work).map { $0[1] } == ["stop", "start"])
        #expect(throws: GatewayError.notOnThisPlatform(.launchd)) { try launchd.start(work) }
        #expect(throws: GatewayError.notOnThisPlatform(.windows)) { try windows.list() }
    }
}
