import Foundation
import LiveTree
import Testing

/// The doctor's audit as a test: a machine as it should be has no finding, and each single fault is one.
@Suite(.inWorld, .timeLimit(.minutes(5))) struct DoctorSecurityTests {
    /// Who runs it: hermes; root, who becomes hermes; and root where nothing is hermes', who stays root.
    enum Doctor: CaseIterable { case hermes, root, rootItself }

    struct Finding: Decodable {
        let check, severity, path, reason, remedy: String
    }

    struct Report: Decodable {
        let findings: [Finding]
    }

    /// What the audit has found, notes left out.
    func audit(_ world: World, _ doctor: Doctor, wrapper: [String] = []) throws -> [Finding] {
        let own = doctor == .rootItself ? "/run/nobody" : "/run/hermes"
        let words = [HermesCtl.path, "doctor", "--json", "--home", own + "/home", "--scandir", own + "/service"]
        let result = try world.run(as: doctor == .hermes ? .hermes : .root, wrapper + words)
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        let checks = ["root-path", "helper", "broker", "account", "policy", "grant"]
        return report.findings.filter { checks.contains($0.check) && $0.severity != "note" }
    }

    static let talk = World.base + "/talk"

    /// A machine with a service that is granted, one that is not, and one with a logger and an environment.
    func with(_ mode: World.Mode = .setgid, _ body: (World) throws -> Void) throws {
        try World.with(mode) { world in
            try world.add("web", script: "exec sleep 1000", files: ["finish": "#!/bin/sh\n"])
            try world.add("db")
            try world.root(
                """
                mkdir -p /run/hermes/home /run/hermes/service /run/nobody/home /run/nobody/service
                chown -R hermes:hermes /run/hermes
                mkdir -p /run/s6/container_environment /run/talk/env /run/logs/talk '/run/s6-rc:s6-rc-init:world/compiled'
                printf %s /usr/bin:/bin >/run/s6/container_environment/PATH
                printf %s x >/run/talk/env/KEY
                printf %s x >/run/s6-rc/compiled/db
                mkdir -p \(Self.talk)/log /run/.talk
                printf '#!/bin/sh\\nexec s6-envdir /run/talk/env sleep 1000\\n' >\(Self.talk)/run
                printf '#!/bin/sh\\nexec s6-log -b n3 T /run/logs/talk\\n' >\(Self.talk)/log/run
                chmod 755 \(Self.talk)/run \(Self.talk)/log/run
                rmdir /run/.talk
                ln -s \(Self.talk) /run/service/talk
                s6-svscanctl -a /run/service
                printf 'base \(World.base)\\nhermes web\\n' >/etc/hermes-s6/policy
                """
            )
            try eventually("the logger logs") {
                world.exists("/run/logs/talk/current") && world.exists("\(world.servicedirs)/talk/log/supervise/status")
            }
            try world.grant("web")
            try world.policy("10000 web udrt")
            try body(world)
        }
    }

    @Test(arguments: World.Mode.allCases) func `a machine as it should be has no finding`(mode: World.Mode) throws {
        try with(mode) { world in
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor)
                #expect(found.isEmpty, "\(doctor): \(found)")
            }
            let check = try world.run(as: .hermes, [HermesCtl.path, "policy", "check"])
            #expect(check.code == 0 && check.output.hasSuffix("says the same\nnothing found\n"), "\(check)")
        }
    }

    @Test(arguments: [["services"], ["services", "--acl"]])
    func `what perm-grant lays has no finding, and what it takes back neither`(words: [String]) throws {
        try with { world in
            // A service that is not supervised yet, and one whose group's place is taken.
            try world.root(
                """
                mkdir \(World.base)/later && printf '#!/bin/sh\\n' >\(World.base)/later/run
                \(words.count > 1 ? "cd \(World.base)/web/supervise && chgrp adm control && chmod 600 control" : ":")
                printf 'hermes db up\\nhermes later\\n' >>/etc/hermes-s6/policy
                """
            )
            #expect(try !audit(world, .rootItself).isEmpty)
            try world.root(([World.granter] + words).joined(separator: " "))
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor)
                #expect(found.isEmpty, "\(doctor): \(found)")
            }
            try world.root("\(World.granter) services --revoke && rm /etc/hermes-s6/policy")
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor)
                #expect(found.isEmpty, "revoked: \(doctor): \(found)")
            }
        }
    }

    @Test func `a broker that runs has no finding, and makes up for no_new_privs`() throws {
        try with { world in
            let broker = try BrokerProcess(in: world)
            defer { broker.end() }
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor, wrapper: ["setpriv", "--no-new-privs"])
                #expect(found.isEmpty, "\(doctor): \(found)")
            }
            let sock = "/run/hermes-s6/broker/sock"
            try world.root("chmod 600 \(sock)")
            #expect(try audit(world, .hermes).map { $0.path } == [sock])
        }
    }

    @Test func `a grant by access control lists is as good`() throws {
        try with { world in
            let supervise = World.base + "/web/supervise"
            try world.root(
                """
                chgrp root \(supervise)
                setfacl -m g:s6ctl:--x,g::r-x \(supervise)
                chgrp adm \(supervise)/control
                setfacl -m g:s6ctl:-w-,g::--- \(supervise)/control
                """
            )
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor)
                #expect(found.isEmpty, "\(doctor): \(found)")
            }
            try world.root("setfacl -m g::-w- \(supervise)/control")
            #expect(try audit(world, .hermes).count == 1, "group adm may write")
        }
    }

    /// A change of one path, and whether hermes can see it, to whom much is closed.
    struct Fault: CustomStringConvertible {
        let path: String
        let command: String
        var isSeenByHermes = true
        var description: String { "\(command) \(path)" }
    }

    static func faults(_ world: World) -> [Fault] {
        let live = "/run/s6-rc:s6-rc-init:world", base = live + "/servicedirs"
        let web = base + "/web", db = base + "/db", talk = base + "/talk", owner = "chown hermes"
        let paths: [(String, [String])] = [
            ("/run", ["chmod 777"]), ("/run/service", ["chmod 775", "chmod 1777", owner]),
            (live, [owner, "chmod o+w"]),
            (base, [owner, "chmod g+w"]), ("/run/s6/container_environment", [owner]),
            ("/run/s6/container_environment/PATH", [owner, "chmod 666"]),
            (live + "/compiled/db", [owner, "chmod g+w"]),
            (web, [owner, "chmod o+w"]), (web + "/run", [owner, "chmod 775", "chmod 757"]),
            (web + "/finish", [owner, "chmod 757"]), (web + "/event", [owner, "chmod 1733", "chgrp hermes"]),
            (web + "/supervise", [owner, "chmod 733", "chmod 700", "chmod 771"]),
            (web + "/supervise/control", [owner, "chmod 622", "chmod 600", "chgrp root", "chgrp hermes", "chmod 660"]),
            (web + "/supervise/lock", [owner, "chmod 644", "chmod 660"]),
            (web + "/supervise/status", [owner, "chmod 666"]), (web + "/supervise/death_tally", [owner]),
            (db + "/run", ["chmod o+w"]), (db + "/supervise", [owner]), (db + "/event", [owner]),
            (talk + "/log", [owner]), (talk + "/log/run", ["chmod 777"]), (talk + "/log/supervise", [owner]),
            (talk + "/log/event", ["chmod 3733"]), ("/run/logs/talk", [owner, "chmod 777"]),
            ("/run/logs/talk/current", [owner, "chmod o+w"]), ("/run/talk/env", [owner]),
            ("/run/talk/env/KEY", ["chmod o+w"]), ("/etc/hermes-s6", [owner]),
            ("/etc/hermes-s6/policy", [owner, "chmod 664"]), ("/run/hermes-s6", ["chmod 777"]),
            ("/run/hermes-s6/policy", [owner, "chmod 666"]), ("/usr/libexec/hermes-s6", [owner]),
            (
                World.helper,
                [owner, "chmod 755", "chmod 2775", "chmod 6755", "chmod 4755", "chgrp root", "chown s6ctl:s6ctl"]
            ),
            ("/run/hermes-s6/broker", [owner, "chmod 777", "chmod 700"]),
        ]
        let lists: [(String, String)] = [
            ("/run/service", "setfacl -m u:hermes:rwx"), (web + "/event", "setfacl -m u:hermes:-wx"),
            (web, "setfacl -m d:u:hermes:rwx"), (web + "/supervise", "setfacl -m u:hermes:rwx"),
            (web + "/supervise", "setfacl -m d:u:hermes:-w-"),
            (web + "/supervise/control", "setfacl -m u:hermes:-w-"), (talk + "/run", "setfacl -m g:other:rw-"),
            ("/run/logs/talk", "setfacl -m u:other:rwx"), ("/etc/hermes-s6/policy", "setfacl -m u:hermes:rw-"),
        ]
        let closed = [
            ("/run/service/.s6-svscan", owner), ("/run/service/.s6-svscan/control", "chmod 622"),
            (db + "/supervise/control", "chgrp s6ctl $f; chmod 620"), (db + "/supervise/control", "chmod 620"),
            (db + "/supervise/control", "setfacl -m g:s6ctl:-w-"),
            (db + "/supervise/status", "chmod 666"),
        ]
        let open = paths.flatMap { path, commands in commands.map { Fault(path: path, command: $0) } }
        return open + lists.map { Fault(path: $0.0, command: $0.1) }
            + closed.map { Fault(path: $0.0, command: $0.1, isSeenByHermes: $0.1 == owner) }
    }

    @Test func `each single fault is found, and its path is named`() throws {
        try with { world in
            let faults = Self.faults(world)
            #expect(faults.count >= 60)
            for fault in faults {
                let state = try world.root("stat -c '%u:%g %a' \(fault.path)").split(whereSeparator: \.isWhitespace)
                try world.root("f=\(fault.path); \(fault.command) $f")
                for doctor in [Doctor.hermes, .rootItself] where doctor == .rootItself || fault.isSeenByHermes {
                    let found = try audit(world, doctor)
                    #expect(found.contains { $0.path == fault.path }, "\(fault), \(doctor): \(found)")
                    #expect(found.allSatisfy { $0.severity == "problem" || $0.check == "policy" }, "\(fault): \(found)")
                }
                try world.root(
                    "setfacl -b \(fault.path); chown \(state[0]) \(fault.path); chmod \(state[1]) \(fault.path)"
                )
            }
            for doctor in Doctor.allCases {
                let found = try audit(world, doctor)
                #expect(found.isEmpty, "all is as it was: \(doctor): \(found)")
            }
        }
    }

    /// What is no change of a mode or an owner: what is done, the path that is named, how that is undone.
    static let others: [(change: String, path: String, undo: String)] = [
        ("rm /etc/hermes-s6/policy", "/run/hermes-s6/policy", ""),
        ("printf 'hermes db up\\n' >>/etc/hermes-s6/policy", "/run/hermes-s6/policy", ""),
        ("printf 'hermes web fly\\n' >>/etc/hermes-s6/policy", "/etc/hermes-s6/policy", ""),
        ("rm /run/hermes-s6/policy", "/run/hermes-s6/policy", ""),
        ("printf '10001 db u\\n' >>/run/hermes-s6/policy", "/run/hermes-s6/policy", ""),
        ("sed -i s/^s6ctl:x:20010:/s6ctl:x:20010:hermes/ /etc/group", "/etc/group", ""),
        ("sed -i s/^hermes:x:10000:10000/hermes:x:10000:20010/ /etc/passwd", "/etc/passwd", ""),
        ("sed -i /^s6ctl:/d /etc/passwd", "/etc/passwd", ""),
        ("cp /bin/true /usr/libexec/hermes-s6/t && mv /usr/libexec/hermes-s6/t \(World.helper)", World.helper, ""),
        ("rm \(World.helper)", World.helper, ""),
        ("touch /run/hermes-s6/broker/sock", "/run/hermes-s6/broker/sock", "rm /run/hermes-s6/broker/sock"),
        ("setcap cap_chown+ep \(World.helper)", World.helper, ""),
        (
            "mount --bind /usr/libexec /usr/libexec && mount -o remount,bind,nosuid /usr/libexec", World.helper,
            "umount /usr/libexec"
        ),
    ]

    @Test func `what is missing, of another kind, or without effect is found, too`() throws {
        try with { world in
            for fault in Self.others {
                try world.root("mkdir /run/kept && cp -a /etc/passwd /etc/group /etc/hermes-s6/policy /run/kept/")
                try world.root("cp -a /run/hermes-s6/policy /run/kept/compiled && cp -a \(World.helper) /run/kept/")
                try world.root(fault.change)
                for doctor in [Doctor.hermes, .rootItself] {
                    let found = try audit(world, doctor)
                    #expect(found.contains { $0.path == fault.path }, "\(fault), \(doctor): \(found)")
                }
                if !fault.undo.isEmpty { try world.root(fault.undo) }
                try world.root(
                    """
                    cp -a /run/kept/passwd /run/kept/group /etc/
                    cp -a /run/kept/policy /etc/hermes-s6/policy
                    cp -a /run/kept/compiled /run/hermes-s6/policy
                    cp -a --remove-destination /run/kept/perm-helper \(World.helper)
                    rm -r /run/kept
                    """
                )
                let found = try audit(world, .hermes)
                #expect(found.isEmpty, "\(fault) is undone: \(found)")
            }
        }
    }

    @Test func `no_new_privs is told where no broker makes up for it`() throws {
        try with { world in
            let found = try audit(world, .hermes, wrapper: ["setpriv", "--no-new-privs"])
            #expect(found.count == 1 && found[0].reason.hasPrefix("no_new_privs is set here"), "\(found)")
            #expect(found.first?.remedy.contains("perm-broker") == true)
        }
    }

    @Test func `C8 a granted signal that has root use what hermes can write is warned of`() throws {
        try World.with { world in
            try world.root("mkdir -p /run/app && touch /run/app/conf && chown -R hermes /run/app")
            // The path is nowhere in the script: the process has it.
            try world.add("web", script: "where=/run; exec tail -f $where/app/conf")
            try world.add("db", script: "exec s6-setuidgid hermes tail -f /run/app/conf")
            for name in ["web", "db"] { try world.grant(name) }
            try world.policy("10000 web h", "10000 db h")
            try world.root("printf 'base \(World.base)\\nhermes web hup\\nhermes db hup\\n' >/etc/hermes-s6/policy")
            for user in [World.User.hermes, .root] {
                try eventually("both run") {
                    let words = [HermesCtl.path, "policy", "check", "--json"]
                    let result = try world.run(as: user, words)
                    let told = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)).findings
                    guard result.code == 1, told.count == 1 else { return false }
                    #expect(told[0].path == "/run/app" && told[0].severity == "warning")
                    #expect(told[0].reason == "uid 10000 owns it: hermes can have root's web reload it (hup)")
                    return true
                }
            }
        }
    }
}
