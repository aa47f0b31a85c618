import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

@Suite struct PolicyCheckTests {
    @Test func `a policy is told in words, each verb with what it does`() throws {
        let machine = try GrantedMachine()
        let (code, console) = try machine.check()
        #expect(code == 0 && console.errors.isEmpty)
        let lines = console.output.split(separator: "\n")
        #expect(lines[0] == "Policy: /etc/hermes-s6/policy, about the servicedirs in /run/s6-rc/servicedirs")
        #expect(lines[1] == "hermes (uid 10000) may ask of web:")
        #expect(
            lines[2...6].map { String($0.prefix(9)) }
                == ["up", "down", "restart", "term", "check"].map {
                    "  " + $0.padded(to: 7)
                }
        )
        #expect(lines[5].contains("SIGTERM and nothing else") && lines[6].contains("any grant brings that"))
        #expect(lines[7] == "Compiled: /run/hermes-s6/policy says the same")
        #expect(lines[8...] == ["nothing found"])
    }

    @Test func `JSON has every key`() throws {
        let machine = try GrantedMachine()
        let (code, console) = try machine.check(["--json"])
        let expected =
            #"{"schema":1,"policy":"/etc/hermes-s6/policy","base":"/run/s6-rc/servicedirs","grants":[{"line":2,"#
            + #""user":"hermes","uid":10000,"service":"web","servicedir":"/run/s6-rc/servicedirs/web","there":true,"#
            + #""verbs":["up","down","restart","term","check"]}],"compiled":"current","findings":[]}"#
        #expect(code == 0 && console.output == expected + "\n")
    }

    @Test(arguments: [
        ("base /run/s6-rc/servicedirs\nhermes web fly\n", "/etc/hermes-s6/policy:2: fly is no verb"),
        ("base /x\n\nhermes .s6-svscan up\n", "/etc/hermes-s6/policy:3: .s6-svscan is no name of a service"),
        ("hermes web\n", "/etc/hermes-s6/policy: no line says where the servicedirs are"),
        ("base /x\nnobody-here web\n", "/etc/hermes-s6/policy:2: /etc/passwd has no user nobody-here"),
    ])
    func `a mistake is told with its line and a remedy, and ends with 78`(text: String, told: String) throws {
        let machine = try GrantedMachine()
        try machine.write(text)
        for words in [[], ["--json"]] {
            let (code, console) = try machine.check(words)
            #expect(code == 78 && console.output.isEmpty)
            #expect(console.errors.hasPrefix(told + "\n  "), "\(console.errors)")
        }
        let findings = try machine.findings(PolicyCheck.self)
        #expect(findings == ["problem /etc/hermes-s6/policy: \(told): all of it is refused"])
    }

    @Test func `no policy, and one that may not be read`() throws {
        let machine = try GrantedMachine()
        if geteuid() != 0 {
            machine.change("etc/hermes-s6/policy", to: 0)
            #expect(try machine.check().code == 111)
            #expect(
                try machine.findings(PolicyCheck.self).first?.hasPrefix("note /etc/hermes-s6/policy: cannot open")
                    == true
            )
        }
        #expect(unlink(machine.path + "/etc/hermes-s6/policy") == 0)
        let (code, console) = try machine.check()
        #expect(code == 78 && console.errors.contains("there is no policy"))
        let told = try machine.findings(PolicyCheck.self)
        #expect(told.count == 1 && told[0].hasPrefix("problem /run/hermes-s6/policy: "), "\(told)")
    }

    @Test func `a compiled policy that is missing, or another, is told`() throws {
        let machine = try GrantedMachine()
        try machine.write(GrantedMachine.text + "# as before\n")
        #expect(try machine.check().code == 0)
        try machine.write(GrantedMachine.text + "hermes db hup\n")
        for told in [try machine.check().console.output, try machine.findings(PolicyCheck.self).joined()] {
            #expect(told.contains("/run/hermes-s6/policy: ") && told.contains("what it says is what is obeyed"))
        }
        #expect(try machine.check().code == 1)
        #expect(unlink(machine.path + "/run/hermes-s6/policy") == 0)
        let (code, console) = try machine.check()
        #expect(
            code == 1 && console.output.contains("/run/hermes-s6/policy: problem: the policy has not been compiled")
        )
        #expect(try machine.findings(PolicyCheck.self).count == 1)
    }

    @Test func `a policy that is not root's alone is told`() throws {
        let machine = try GrantedMachine()
        for name in ["etc/hermes-s6/policy", "run/hermes-s6/policy"] {
            machine.change(name, to: 0o664)
            let (code, console) = try machine.check()
            #expect(code == 1 && console.output.contains("/\(name): problem: group \(getegid()) may write to it"))
            machine.change(name, to: 0o644)
        }
    }

    @Test func `a servicedir that is not there is told`() throws {
        let machine = try GrantedMachine()
        try machine.write("base /run/s6-rc/servicedirs\nhermes web up,down,restart,term\n10001 nowhere up\n")
        let (code, console) = try machine.check()
        #expect(
            code == 1 && console.output.contains("uid 10001 may ask of nowhere, of which there is no servicedir:\n")
        )
        #expect(console.output.contains("/run/s6-rc/servicedirs/nowhere: warning: there is no such servicedir"))
    }

    @Test func `a draft is judged where no tree is, but for what is compiled`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("base /elsewhere\nhermes web\n", to: "draft", mode: 0o666)
        let (code, console) = try machine.check([machine.path + "/draft"])
        #expect(code == 0 && console.output.contains("Policy: /draft"), "\(console.output)")
        #expect(console.output.contains("/elsewhere: note: there is no such directory"))
    }
}

/// What a grant has root reload, or execute again.
@Suite struct GrantedUseTests {
    func warnings(_ machine: GrantedMachine) throws -> [String] {
        let (code, console) = try machine.check()
        let lines = console.output.split(separator: "\n").filter { $0.contains(": warning: ") }.map(String.init)
        #expect(code == (lines.isEmpty ? 0 : 1), "\(console.output)")
        return lines
    }

    func grant(_ verbs: String, in machine: GrantedMachine) throws {
        try machine.write("base /run/s6-rc/servicedirs\nhermes web \(verbs)\n")
        let letters = ["up", "down", "restart", "term", "hup"].filter {
            verbs.split(separator: ",").contains(Substring($0))
        }
        let compiled =
            "hermes-s6 1 /run/s6-rc/servicedirs\n10000 web \(letters.compactMap { $0.first.map(String.init) }.joined())\n"
        try machine.machine.write(compiled, to: "run/hermes-s6/policy")
    }

    static let cases: [(file: String, mode: mode_t, verbs: String, told: String?)] = [
        ("etc/daemon.conf", 0o666, "hup", "reload it (hup)"),
        ("etc/daemon.conf", 0o666, "up,hup", "execute it, or read it, again (up), and reload it (hup)"),
        ("etc/daemon.conf", 0o666, "up,down,restart,term", "again (up, restart, term)"),
        ("etc/daemon.conf", 0o666, "down", nil), ("usr/bin/daemon", 0o777, "restart", "again (restart)"),
        ("usr/bin", 0o777, "restart", "again (restart)"), ("opt/words", 0o777, "hup", "reload it (hup)"),
        ("opt/words", 0o777, "down", nil), ("opt/finish", 0o777, "down", "again (down)"),
        ("opt/finish", 0o777, "up", nil), ("opt/finish", 0o777, "hup", "again (hup)"),
        ("\(GrantedMachine.servicedirs)/web/run", 0o775, "up", "again (up)"),
        ("\(GrantedMachine.servicedirs)/web/data/x", 0o666, "term", "again (term)"),
        ("\(GrantedMachine.servicedirs)/web/supervise/control", 0o666, "term", nil),
    ]

    @Test(arguments: cases) func `a file that others can write is warned of with the verbs that make it matter`(
        sample: (file: String, mode: mode_t, verbs: String, told: String?)
    ) throws {
        let machine = try GrantedMachine()
        try machine.machine.write("", to: "opt/words/conf")
        try machine.machine.write("", to: "opt/finish")
        try machine.machine.write("", to: machine.service("web") + "/data/x")
        let finish = "#!/bin/sh\n. /opt/finish\n"
        try machine.machine.write(finish, to: machine.service("web") + "/finish", mode: 0o755)
        try machine.runs("web", as: geteuid(), ["/usr/bin/daemon", "-f", "/opt/words/conf"])
        try grant(sample.verbs, in: machine)
        #expect(try warnings(machine) == [])
        machine.change(sample.file, to: sample.mode)
        let told = try warnings(machine)
        guard let expected = sample.told else { return #expect(told == []) }
        #expect(told.count == 1 && told[0].hasPrefix("/\(sample.file): warning: "), "\(told)")
        #expect(told[0].contains("hermes can have root's web") && told[0].contains(expected), "\(told)")
    }

    @Test func `the container's PATH is root's for a script that takes it`() throws {
        let machine = try GrantedMachine()
        try machine.machine.write("/opt/data/bin:/usr/bin", to: "run/s6/container_environment/PATH")
        try machine.machine.make("opt/data/bin", mode: 0o777)
        #expect(try warnings(machine) == [])
        let run = "#!/command/with-contenv sh\nexec s6-setuidgid hermes daemon\n"
        try machine.machine.write(run, to: machine.service("web") + "/run", mode: 0o755)
        let told = try warnings(machine)
        #expect(told.count == 1 && told[0].hasPrefix("/opt/data/bin: warning: anybody may write in it"), "\(told)")
        let audit = try machine.findings(RootPathCheck.self)
        #expect(audit.count == 1 && audit[0].contains("root looks there for the programs"), "\(audit)")
    }

    @Test func `what a service uses after it is root's no more is its own`() throws {
        let machine = try GrantedMachine()
        let run = "#!/bin/sh\nexec s6-setuidgid hermes /opt/own/daemon\n"
        try machine.machine.write(run, to: machine.service("web") + "/run", mode: 0o755)
        try machine.machine.make("opt/own", mode: 0o777)
        #expect(try warnings(machine) == [], "by its text")
        try machine.runs("web", as: geteuid() + 1, ["/opt/own/daemon"])
        #expect(try warnings(machine) == [], "by its process")
        try machine.runs("web", as: geteuid(), ["/opt/own/daemon"])
        #expect(try warnings(machine).count == 1, "it has not dropped them after all")
    }
}

@Suite struct ScriptTextTests {
    func script(_ text: String) -> ScriptText { ScriptText(Array(text.utf8)) }

    @Test func `paths are found where they are written out`() {
        let text = """
            #!/command/with-contenv bash
            # /not/this
            exec 2>&1 # nor /this
            export PATH=/a/bin:/b/bin
            cd "/data" && . '/etc/x' </dev/null >/tmp/log
            exec daemon --config=/etc/d.conf "$dir"/x ${dir}/y /opt/$name/z /run/*.sock /a//b/ /a/b
            """
        let paths = script(text).paths.map { "\($0)" }
        let expected = [
            "/command/with-contenv", "/a/bin", "/b/bin", "/data", "/etc/x", "/tmp/log", "/etc/d.conf", "/opt", "/run",
            "/a/b",
        ]
        #expect(paths == expected)
    }

    @Test(arguments: [
        ("exec s6-setuidgid hermes x", true), ("exec /command/s6-setuidgid hermes x", true),
        ("setpriv --pdeathsig TERM x", false),
        ("setpriv --reuid=10000 x", true), ("su-exec hermes x", true), ("echo sudo-free", false), ("", false),
    ])
    func `where root's rights are given up is seen`(text: String, drops: Bool) {
        #expect(script(text).dropsRights == drops)
    }

    @Test func `the part before is root's`() {
        let root = script("#!/bin/sh\ncd /a\nexec s6-envdir /b s6-setuidgid hermes s6-log /c\nx /d\n").asRoot
        #expect(root.paths.map { "\($0)" } == ["/bin/sh", "/a", "/b"])
        #expect(root.arguments(of: "s6-envdir") == ["/b"] && root.arguments(of: "s6-log").isEmpty)
    }
}

@Suite struct AccessListTests {
    func entry(_ tag: UInt8, _ rights: UInt8, _ number: UInt32 = .max) -> [UInt8] {
        [tag, 0, rights, 0] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    @Test func `who is named may write as far as the mask goes`() {
        let entries = entry(1, 7) + entry(2, 2, 10000) + entry(2, 5, 10001) + entry(4, 7) + entry(8, 3, 20000)
        let open = AccessList([2, 0, 0, 0] + entries + entry(0x10, 7) + entry(0x20, 0))
        #expect(open?.writers == [.user(10000), .group(20000)])
        #expect(open?.names == [.user(10000), .user(10001), .group(20000)])
        #expect(open?.groupMayWrite == true)
        let masked = AccessList([2, 0, 0, 0] + entries + entry(0x10, 5))
        #expect(masked?.writers == [] && masked?.groupMayWrite == false)
    }

    @Test(arguments: [[], [2, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0, 1]] as [[UInt8]]) func `what is no list is none`(
        bytes: [UInt8]
    ) {
        #expect(AccessList(bytes) == nil)
    }
}
