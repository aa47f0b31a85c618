import Foundation
import HermesGateways
import Testing

@testable import HermesCommands
@testable import S6Native

@Suite struct DoctorTests {
    @Test func `a machine on which all is well has nothing but what s6 is`() throws {
        let machine = try MadeUpMachine()
        for profile in ["default", "work"] { try machine.add(profile) }
        try machine.addPrograms()
        let report = DoctorReport(of: try machine.patient())
        #expect(report.findings.allSatisfy { $0.check == .s6 && $0.severity == .note || $0.check == .gateway })
        // There is no s6-svscan, so nothing is supervised, which TreeCheck would tell: here it is said to be there.
        #expect(report.findings.filter { $0.check == .gateway }.count == 2)
    }

    func finding(_ severity: Finding.Severity) throws -> Finding {
        Finding(.slot, severity, S6Path("/a/\u{1B}b"), "it is so", remedy: "do this")
    }

    @Test func `a finding is two lines, and the last line counts them`() throws {
        let tree = TreeFacts(scandir: "/s", kind: .shared, isScanned: nil, scanner: nil, error: nil)
        let report = DoctorReport(
            tree: tree,
            findings: [try finding(.problem), try finding(.note), try finding(.note)]
        )
        let lines = report.text(for: .plain).split(separator: "\n")
        #expect(lines[0] == "Tree: /s (shared, whether an s6-svscan keeps it may not be found out)")
        #expect(lines[1...2] == [#"/a/\x1bb: problem: it is so"#, "  do this"])
        #expect(lines.last == "3 findings: 1 problem, 2 notes")
        #expect(report.isIll)
        let colored = report.text(for: Look(isAligned: true, isColored: true))
        #expect(colored.contains("\u{1B}[31mproblem\u{1B}[0m"))
    }

    @Test func `notes are no illness, and nothing is said in so many words`() throws {
        let tree = TreeFacts(scandir: "/s", kind: nil, isScanned: true, scanner: nil, error: nil)
        #expect(!DoctorReport(tree: tree, findings: [try finding(.note)]).isIll)
        #expect(DoctorReport(tree: tree, findings: [try finding(.warning)]).isIll)
        let well = DoctorReport(tree: tree, findings: [])
        #expect(well.text(for: .plain) == "Tree: /s (an s6-svscan keeps it)\nnothing found\n")
        #expect(!well.isIll)
    }

    @Test func `JSON has the tree and every key`() throws {
        let tree = TreeFacts(scandir: "/s", kind: .isolated, isScanned: false, scanner: nil, error: nil)
        let text = DoctorReport(tree: tree, findings: [try finding(.warning)]).json.text
        let expected =
            #"{"schema":1,"tree":{"scandir":"/s","kind":"isolated","scanned":false,"root_equivalent":false},"#
            + #""findings":[{"check":"slot","severity":"warning","path":"/a/\u001bb","reason":"it is so","#
            + #""remedy":"do this"}]}"#
        #expect(text == expected)
    }

    @Test func `the command says what it found, and ends with 1`() throws {
        let machine = try MadeUpMachine()
        try machine.add("work", hasSlot: false)
        let words = ["doctor", "--scandir", machine.scan, "--home", machine.home]
        let (code, console) = TestConsole.run(words)
        #expect(code == 1 && console.errors.isEmpty)
        #expect(console.output.contains("\(machine.scan): problem: no s6-svscan runs on it\n  start one: "))
        let json = TestConsole.run(words + ["--json"]).console.output
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(document["schema"] as? Int == 1 && (document["findings"] as? [[String: Any]])?.isEmpty == false)
        #expect((document["tree"] as? [String: Any])?["scanned"] as? Bool == false)
    }

    @Test func `a tree that is not there, or not kept, is a problem`() throws {
        let machine = try MadeUpMachine()
        let nowhere = TreeFacts(ScanDirectory(try S6Path(machine.path + "/none")))
        #expect(!nowhere.isThere && nowhere.kind == nil && nowhere.isScanned == false)
        #expect(try machine.findings(TreeCheck.self, machine.patient(nowhere))[0].hasPrefix("problem /none: there is"))
        let idle = TreeFacts(ScanDirectory(try S6Path(machine.scan)))
        #expect(idle.isThere && idle.isScanned == false && idle.kind == (geteuid() == 0 ? .shared : .isolated))
        let told = try machine.findings(TreeCheck.self, machine.patient(idle))
        #expect(told.contains("problem /run/hermes/service: no s6-svscan runs on it"))
    }

    @Test func `in a shared tree hermes is as good as root`() throws {
        let machine = try MadeUpMachine()
        let shared = try machine.tree(.shared)
        #expect(shared.isRootEquivalent)
        let told = try machine.findings(TreeCheck.self, machine.patient(shared))
        #expect(told.count == 1 && told[0].hasPrefix("warning ") && told[0].hasSuffix("is as good as root here"))
        let misled = try machine.patient(shared) { $0.tree = .isolated }
        #expect(try machine.findings(TreeCheck.self, misled).count == 2)
    }

    @Test(arguments: [("", 0o775 as mode_t, "group"), ("", 0o777, "anybody"), ("/.s6-svscan", 0o702, "anybody")])
    func `nobody else may write in an isolated tree`(place: String, mode: mode_t, who: String) throws {
        let machine = try MadeUpMachine()
        #expect(try machine.findings(TreeCheck.self).isEmpty)
        #expect(chmod(machine.scan + place, mode) == 0)
        let told = try machine.findings(TreeCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /run/hermes/service\(place): \(who)"), "\(told)")
    }

    @Test func `slots and profiles that miss each other are told`() throws {
        let machine = try MadeUpMachine()
        try machine.add("default")
        try machine.add("lonely", hasSlot: false)
        try machine.add("gone", hasProfile: false)
        try machine.add("work")
        try machine.write("", to: "opt/data/profiles/Nope/SOUL.md")
        try machine.write("", to: "opt/data/profiles/default/SOUL.md")
        try machine.make("opt/data/profiles/no-soul")
        try machine.make("run/hermes/service/gateway-NO")
        try machine.make("run/hermes/service/other")
        let told = try machine.findings(SlotCheck.self)
        let expected = [
            "warning /opt/data/profiles/Nope: it has no gateway (invalid-name): no profile can have that name",
            "warning /opt/data/profiles/default: it has no gateway (reserved-name): the root profile has that name, "
                + "whose home is elsewhere",
            "warning /run/hermes/service/gateway-NO: it is called as a gateway's slot is, but no profile can have that "
                + "name",
            "warning /run/hermes/service/gateway-gone: its profile is gone: /opt/data/profiles/gone has no SOUL.md",
            "warning /opt/data/profiles/lonely: the profile has no slot: /run/hermes/service/gateway-lonely is missing",
        ]
        #expect(told == expected)
    }

    @Test func `a profile that may not be looked into is told, and keeps no check from looking`() throws {
        guard geteuid() != 0 else { return }  // whom nothing is kept from
        let machine = try MadeUpMachine()
        try machine.add("default")
        try machine.add("shut", hasSlot: false)
        #expect(chmod(machine.home + "/profiles/shut", 0) == 0)
        let told = try machine.findings(SlotCheck.self)
        #expect(told == ["warning /opt/data/profiles/shut: it has no gateway (unreadable): permission denied"])
        #expect(chmod(machine.home + "/profiles", 0) == 0)
        let other = try machine.findings(SlotCheck.self)
        #expect(other == ["note /opt/data/profiles/.: cannot open: permission denied, so it was not looked at"])
    }

    @Test func `a home that is not there is one problem`() throws {
        let machine = try MadeUpMachine()
        try machine.add("work")
        try FileManager.default.removeItem(atPath: machine.home)
        let told = try machine.findings(SlotCheck.self)
        #expect(told == ["problem /opt/data: there is no such directory, and it should be Hermes' home"])
    }

    @Test func `a slot that root's tree has too is told`() throws {
        let machine = try MadeUpMachine()
        for profile in ["default", "work"] { try machine.add(profile) }
        try machine.make("run/service/gateway-work")
        try machine.make("run/service/gateway-other")
        let told = try machine.findings(SlotCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("warning /run/service/gateway-work: /run/hermes/service/gateway-"))
    }

    @Test func `what a gateway's state file cannot be read for is told`() throws {
        let machine = try MadeUpMachine()
        for profile in ["default", "work"] { try machine.add(profile) }
        try machine.make("opt/data/gateway_state.json")
        try machine.write("", to: "opt/data/profiles/work/gateway_state.json")
        #expect(truncate(machine.home + "/profiles/work/gateway_state.json", 17 << 20) == 0)
        let told = try machine.findings(GatewayCheck.self).filter { $0.contains("gateway_state.json") }
        #expect(told.count == 2 && told.allSatisfy { $0.hasPrefix("warning /opt/data/") })
        #expect(told[0].contains("it is not a regular file") && told[1].contains("17825792 bytes are more than any"))
    }

    @Test func `a setting that cannot be read is told`() throws {
        let machine = try MadeUpMachine()
        #expect(try machine.findings(ConfigurationCheck.self).isEmpty)
        try machine.write("multiplex_profiles: &x true\n", to: "opt/data/config.yaml")
        let told = try machine.findings(ConfigurationCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("warning /opt/data/config.yaml: "))
        let told2 = try machine.patient { $0.multiplexVariable = Array("yes".utf8) }
        #expect(try machine.findings(ConfigurationCheck.self, told2).isEmpty)
    }
}

@Suite struct BootCheckTests {
    func line(_ day: Int, _ profile: String, _ state: String) -> String {
        "2026-11-0\(day)T03:44:12+0000 profile=\(profile) prior_state=\(state) action=registered prior_exit=unclean"
    }

    @Test func `what was observed counts where another thing was wanted`() throws {
        let line = "2026-11-21T03:44:12+0000 profile=work prior_state=running action=started prior_exit=unclean"
        let lines = [line, line + " observed_state=startup_failed", line + " observed_state=startup_failed"]
        let profile = try ProfileName("work")
        #expect(BootCheck.failures(of: profile, in: lines.map { Array($0.utf8) }).count == 2)
    }

    func failures(_ states: [String]) throws -> Int {
        var lines: [[UInt8]] = []
        for (day, state) in states.enumerated() {
            lines.append(Array(line(day, "work", state).utf8))
            lines.append(Array(line(day, "worker", "running").utf8))
        }
        return BootCheck.failures(of: try ProfileName("work"), in: lines).count
    }

    @Test func `only the newest boots in a row count, each profile for itself`() throws {
        let bad = "startup_failed"
        #expect(try failures([bad, bad, bad]) == 3)
        #expect(try failures([bad, "running", bad, bad]) == 2)
        #expect(try failures([bad, bad, bad, "running"]) == 0)
        #expect(try failures(["running", bad, bad, bad, bad]) == 4)
        #expect(try failures(["startup_failed_not"]) == 0 && failures([]) == 0)
    }

    @Test func `three boots that failed are a problem, two are not`() throws {
        let machine = try MadeUpMachine()
        try machine.add("work")
        try machine.add("play")
        #expect(try machine.findings(BootCheck.self).isEmpty)
        let old = [line(1, "work", "startup_failed"), line(1, "play", "running"), line(1, "gone", "startup_failed")]
        let new = (2...3).flatMap { day in ["gone", "play", "work"].map { line(day, $0, "startup_failed") } }
        try machine.write(old.joined(separator: "\n") + "\n", to: "opt/data/logs/container-boot.log.1")
        try machine.write("garbage\n\n" + new.joined(separator: "\n") + "\n", to: "opt/data/logs/container-boot.log")
        let told = try machine.findings(BootCheck.self)
        let reason = "its gateway has failed to start at 3 boots in a row, since 2026-11-01T03:44:12+0000"
        #expect(told == ["problem /opt/data/profiles/work: \(reason)"])
    }
}

@Suite struct ScanCheckTests {
    @Test func `each entry that stops a scan is a problem`() throws {
        let machine = try MadeUpMachine()
        try machine.add("work")
        try machine.make("elsewhere/log")
        try machine.link("run/hermes/service/good", to: machine.path + "/elsewhere")
        #expect(try machine.findings(ScanCheck.self).isEmpty)
        try machine.link("run/hermes/service/dangling", to: "/nowhere/at/all")
        try machine.link("run/hermes/service/.hidden", to: "/nowhere/at/all")
        try machine.link("run/hermes/service/loop", to: "loop")
        try machine.link("run/hermes/service/gateway-work/log", to: "log")
        try machine.make("run/hermes/service/twin")
        try machine.link("run/hermes/service/twin/log", to: machine.path + "/elsewhere/log")
        let told = try machine.findings(ScanCheck.self)
        let starts = [
            "dangling: the link leads nowhere", "gateway-work/log: the link leads to itself",
            "loop: the link leads to itself", "twin/log: its log is that of /run/hermes/service/good too",
        ]
        #expect(told.count == starts.count)
        for (text, start) in zip(told, starts) { #expect(text.hasPrefix("problem /run/hermes/service/" + start)) }
    }

    @Test func `root's scandir is looked at, too`() throws {
        let machine = try MadeUpMachine()
        try machine.link("run/service/dangling", to: "nowhere")
        #expect(try machine.findings(ScanCheck.self).count == 1)
        #expect(
            try machine.findings(ScanCheck.self, machine.patient(machine.tree(at: machine.path + "/none"))).count == 1
        )
        let own = try machine.patient(machine.tree(.shared, at: machine.path + "/run/service"))
        #expect(try machine.findings(ScanCheck.self, own).count == 1, "once")
    }
}

@Suite struct ProgramCheckTests {
    @Test(arguments: ["s6-supervise", "s6-log", "s6-setuidgid", "setpriv", "hermes"])
    func `a program that is missing is a problem`(name: String) throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms()
        #expect(try machine.findings(ProgramCheck.self).isEmpty)
        #expect(unlink(machine.path + "/usr/bin/" + name) == 0)
        let told = try machine.findings(ProgramCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem \(name): it is not on the PATH"))
    }

    @Test func `a program is looked for on the PATH, and has to be one`() throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms(except: "hermes")
        try machine.write("", to: "usr/bin/hermes", mode: 0o644)
        try machine.write("", to: "opt/venv/hermes", mode: 0o755)
        #expect(try machine.findings(ProgramCheck.self).count == 1)
        let patient = try machine.patient(variables: ["PATH": "relative:/opt/venv:/usr/bin"])
        #expect(try machine.findings(ProgramCheck.self, patient).isEmpty)
    }

    @Test func `under s6-overlay it is the container's PATH`() throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms(except: "hermes")
        try machine.write("", to: "opt/venv/hermes", mode: 0o755)
        try machine.write("/opt/venv:/bin\n", to: "run/s6/container_environment/PATH")
        #expect(try machine.findings(ProgramCheck.self, machine.patient { $0.style = .overlay }).isEmpty)
        #expect(try machine.findings(ProgramCheck.self, machine.patient { $0.style = .plain }).count == 1)
    }

    @Test func `setpriv has to know the option`() throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms()
        try machine.script("exit 1", at: "usr/bin/setpriv")
        let told = try machine.findings(ProgramCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /usr/bin/setpriv: it does not know --pdeathsig"))
    }

    @Test func `root runs no program that others can change`() throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms()
        try machine.make("usr/bin", mode: 0o777)
        let told = try machine.findings(ProgramCheck.self)
        #expect(told.isEmpty == (geteuid() != 0))
    }

    @Test func `what s6 lacks is told by what it takes, and by its records`() {
        func remarks(_ supervisors: Bool, _ services: Bool, _ sizes: [Int64]) -> [String] {
            SixTraits(takesSupervisorCount: supervisors, takesServiceCount: services, recordSizes: sizes).remarks.map {
                String($0.reason.prefix(30))
            }
        }
        let old = "this s6 is older than 2.12: a ", scans = "this s6 is 2.12 or later: one "
        let gone = "this s6 is 2.12 to 2.14: a slo", long = "the status records here are th"
        let mixed = "supervisors of another release"
        #expect(remarks(false, true, [35]) == [old])
        #expect(remarks(true, true, []) == [scans, gone])
        #expect(remarks(true, true, [43]) == [scans, gone, long])
        #expect(remarks(true, false, [35]) == [scans])
        #expect(remarks(true, false, [35, 43]) == [scans, long, mixed])
        #expect(remarks(false, true, [43]) == [old, long, mixed])
    }

    @Test func `s6-svscan itself is asked, and answers are notes`() throws {
        let machine = try MadeUpMachine()
        try machine.addPrograms(svscan: "[ \"$1\" = -C ] && exit 100; exit 111")
        let told = try machine.findings(SixCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("note /usr/bin/s6-svscan: this s6 is older than 2.12"))
    }
}

@Suite struct LeftoverTests {
    @Test func `hidden slots are known by their names`() throws {
        func name(_ text: String) -> String? { HiddenSlot(Array(text.utf8)).map { "\($0.name) \($0.isRetired)" } }
        #expect(name(".gateway-work.tmp") == "gateway-work false")
        #expect(name(".web.retired-Abc123") == "web true")
        #expect(name(".a.retired-b.retired-Abc123") == "a.retired-b true")
        for other in [".s6-svscan", ".gateway-work.lock", ".tmp", "web.tmp", ".web.retired-Abc12", "."] {
            #expect(name(other) == nil, "\(other)")
        }
    }

    @Test func `what killed commands have left is a note, and what is young is not`() throws {
        let machine = try MadeUpMachine()
        try machine.add("default")
        try machine.add("work")
        let files = [
            "opt/data/.gateway_state.json.tmp-Abc123", "opt/data/profiles/work/.gateway-planned-stop.json.tmp-Abc123",
            "opt/data/profiles/work/.gateway-planned-stop.json",
        ]
        for file in files { try machine.write("", to: file) }
        try machine.write("", to: "run/hermes/service/.gateway-work.lock")
        #expect(try machine.findings(LeftoverCheck.self).isEmpty)
        for file in files { machine.age(file, seconds: 3600) }
        try machine.make("run/hermes/service/.gateway-work.tmp")
        try machine.make("run/hermes/service/.gateway-work.retired-Abc123")
        try machine.make("run/hermes/service/.web.retired-Abc123")
        let found = LeftoverCheck.findings(in: try machine.patient())
        #expect(found.count == 6 && found.allSatisfy { $0.severity == .note })
        let remedies = Set(found.map(\.remedy))
        #expect(remedies.contains("finish it: hermesctl gateway retire -p work"))
        #expect(remedies.contains("finish it: hermesctl retire web"))
        for file in files { #expect(remedies.contains("rm \(machine.path)/\(file)")) }
    }

    @Test func `FIFOs that nobody reads are told, and others are not`() throws {
        let machine = try MadeUpMachine()
        try machine.add("work")
        let events = "run/hermes/service/gateway-work/event/"
        try machine.make(String(events.dropLast()))
        let label = "@400000006740e2d8123456780000"
        for name in ["ftrig1:\(label):abcdef", ".s6native:\(label):abcdef", "ftrig1:\(label):ghijkl", "other"] {
            try machine.fifo(events + name)
        }
        try machine.write("", to: events + ".ftrig1:file")
        let reader = open(machine.path + "/" + events + "ftrig1:\(label):ghijkl", O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        let told = try machine.findings(LeftoverCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("note /run/hermes/service/gateway-work/event/"))
        #expect(told[0].hasSuffix("and 1 more beside it"))
    }
}
