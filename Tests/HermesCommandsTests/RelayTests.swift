import Foundation
import PermCore
import Testing

@testable import HermesCommands
@testable import S6Native

/// What hermesctl and the relays say to each other.
@Suite struct RelayWireTests {
    @Test(arguments: RelayVerb.allCases)
    func `the relays know every verb, and send the byte that was meant`(verb: RelayVerb) throws {
        let word = Array(verb.word.utf8), known = Verb(word.span)
        let byte = try #require(known).byte.map { [$0] } ?? []
        #expect(RelayVerb(sending: byte.span) == (verb == .check ? nil : verb))
    }

    @Test func `what is no single byte of a policy cannot be relayed, but for a restart`() {
        #expect(RelayVerb(sending: Array("rc".utf8).span) == .restart)
        let all = ControlCommand.allCases.map { [$0.rawValue] }
        let refused = all.filter { RelayVerb(sending: $0.span) == nil }
        #expect(String(decoding: refused.joined(), as: UTF8.self) == "abqki12pcylPCKoDUxOQ")
        for bytes in ["", "cr", "ru", "rcu", "ud", "uu", "Kk"] {
            #expect(RelayVerb(sending: Array(bytes.utf8).span) == nil, "\(bytes)")
        }
    }

    @Test func `an answer is a code that is known, and a newline, and nothing else`() {
        let answers: [(String, RelayAnswer?)] = [
            ("0\n", .done), ("69\n", .refused(.notSupervised)), ("77\n", .refused(.denied)),
            ("126\n", .refused(.unprivileged)), ("111\n", .refused(.system)),
        ]
        for (text, answer) in answers { #expect(RelayAnswer(line: Array(text.utf8)) == answer, "\(text)") }
        let others = ["", "\n", "0", "77", "077\n", "00\n", "1\n", "256\n", "7 7\n", "-1\n", "77\n\n", "0\n0\n"]
        for text in others {
            #expect(RelayAnswer(line: Array(text.utf8)) == nil, "\(text.debugDescription)")
        }
        #expect(RelayAnswer(code: 132) == nil && RelayAnswer(code: -1) == nil && RelayAnswer(code: 325) == nil)
    }

    @Test func `the base is what the first line of the policy says, and nothing less`() {
        func base(_ text: String) -> S6Path? { PolicyBase.path(in: Array(text.utf8)) }
        #expect(base("hermes-s6 1 /run/s6-rc/servicedirs\n10000 web u\n") == "/run/s6-rc/servicedirs")
        #expect(base("hermes-s6 1 /base\n") == "/base")
        for text in ["", "hermes-s6 1 /base", "hermes-s6 2 /base\n", "hermes-s6 1 base\n", "base /base\n"] {
            #expect(base(text) == nil, "\(text)")
        }
    }

    @Test func `what a relay refuses ends hermesctl with one code, whatever the route`() {
        func code(_ refusal: RelayRefusal) -> Int32 { ExitCode(.refusedByRelay("/s/web", .up, refusal)).rawValue }
        #expect(code(.denied) == 77 && code(.unusablePolicy) == 78 && code(.tampering) == 70 && code(.tryAgain) == 75)
        #expect(code(.badRequest) == 100 && code(.system) == 111 && code(.lost("/sock")) == 111)
        #expect(code(.unprivileged("/helper", .noNewPrivileges)) == 126)
        #expect(ExitCode(.notRelayable("/s/web", bytes: [0x6B])) == .usage)
        #expect(ExitCode.worst([.denied, .unprivileged, .full, .configuration]) == .unprivileged)
        #expect(ExitCode.worst([.full, .denied, .notSupervised]) == .denied)
    }
}

/// A broker that says what a test has it say, however wrong.
@Suite struct BrokerRelayTests {
    /// Asks one that reads `reading` bytes and then says `answer`, or nothing until it is closed by the end of the test.
    func ask(_ answer: String?, reading: Int = 128) throws -> (outcome: BrokerRelay.Outcome, request: String) {
        let broker = try FakeBroker(answer, reading: reading)
        let relay = BrokerRelay(socket: try S6Path(broker.path))
        let outcome = relay.ask(
            Array("web".utf8),
            .down,
            before: .after(answer == nil ? .milliseconds(50) : .seconds(20))
        )
        return (outcome, broker.end())
    }

    @Test func `it is asked in one line, and its answer taken`() throws {
        let (outcome, request) = try ask("0\n")
        #expect(outcome == .answered(.done) && request == "web down\n")
        #expect(try ask("77\n").outcome == .answered(.refused(.denied)))
        #expect(try ask("75\n", reading: 0).outcome == .answered(.refused(.tryAgain)), "too busy to read")
    }

    @Test(arguments: ["", "0", "7", "0\n0\n", "yes\n", "000000000000000000000000\n"])
    func `an answer that ends early, or is none, may be that of one that has sent the byte`(answer: String) throws {
        #expect(try ask(answer).outcome == .lost)
    }

    @Test func `one that says nothing is not waited for without end`() throws {
        #expect(try ask(nil).outcome == .lost)
    }

    @Test func `one that is not there has been sent nothing`() throws {
        let machine = try MadeUpMachine()
        try machine.write("", to: "file")
        for name in ["none", "none/sock", "file", "file/sock", String(repeating: "x", count: 200)] {
            let relay = BrokerRelay(socket: try S6Path(machine.path + "/" + name))
            #expect(relay.ask(Array("web".utf8), .up) == .absent, "\(name)")
        }
        let dead = try FakeBroker("0\n", reading: 0)
        _ = dead.end()
        #expect(BrokerRelay(socket: try S6Path(dead.path)).ask(Array("web".utf8), .up) == .absent)
    }

    @Test func `one that accepts nobody is too busy`() throws {
        let broker = try FakeBroker(nil, reading: 0, accepts: false)
        defer { _ = broker.end() }
        let relay = BrokerRelay(socket: try S6Path(broker.path))
        var others: [UnixStreamHolder] = []
        while others.count < 8, let other = UnixStreamHolder(relay.socket) { others.append(other) }
        #expect(relay.ask(Array("web".utf8), .up) == .busy, "\(others.count) wait")
    }
}

/// Why the helper has no privilege, on a made-up machine whose root is whoever runs this.
@Suite struct HelperDiagnosisTests {
    let made: MadeUpMachine
    let helper = "usr/libexec/hermes-s6/perm-helper"

    init() throws {
        made = try MadeUpMachine()
        try made.write("s6ctl:x:\(getegid()):\n", to: "etc/group")
    }

    func fault(_ mode: mode_t?, _ traits: ProcessTraits = ProcessTraits(), refused: Errno? = nil) throws -> RelayFault {
        if let mode { try made.write("", to: helper, mode: mode) }
        let path = try S6Path(made.path + "/" + helper)
        return HelperDiagnosis(helper: path, machine: try made.machine(), traits: traits).fault(refused: refused)
    }

    @Test func `a helper that cannot be executed is missing, or forbidden`() throws {
        #expect(try fault(nil, refused: .noEntry) == .missing)
        #expect(try fault(0o2644, refused: .permissionDenied) == .notExecutable(.permissionDenied))
    }

    @Test func `bits that are lost are named with those that are there`() throws {
        let lost = RelayFault.wrongBits(mode: 0o755, owner: geteuid(), group: getegid())
        #expect(try fault(0o755) == lost)
        #expect(try fault(0o755, ProcessTraits(hasNoNewPrivileges: true)) == lost, "the flag is not all that is wrong")
        try made.write("s6ctl:x:\(getegid() + 1):\n", to: "etc/group")
        #expect(try fault(0o2755) == .wrongBits(mode: 0o2755, owner: geteuid(), group: getegid()))
    }

    @Test func `what is about the process is told where the helper is as it should be`() throws {
        let isNosuid = FileSystemFacts.isNosuid(try S6Path(made.path))
        guard !isNosuid else { return }
        for mode in [0o2755, 0o4755] as [mode_t] {
            #expect(try fault(mode) == .unknown)
            #expect(try fault(mode, ProcessTraits(hasNoNewPrivileges: true, isTraced: true)) == .noNewPrivileges)
            #expect(try fault(mode, ProcessTraits(isTraced: true)) == .traced)
            #expect(try fault(mode, ProcessTraits(isInUserNamespace: true)) == .unknown, "one that knows the owner")
        }
    }

    @Test func `a user namespace is known by its map`() {
        #expect(ProcessTraits.isIdentity(Array("         0          0 4294967295\n".utf8)))
        for map in ["0 100000 65536\n", "0 10000 1\n", "", "0 0 65536\n1 1 1\n"] {
            #expect(!ProcessTraits.isIdentity(Array(map.utf8)))
        }
        #expect(!ProcessTraits.isTraced(Array("Name:\tx\nTracerPid:\t0\nUid:\t0\n".utf8)))
        #expect(ProcessTraits.isTraced(Array("Name:\tx\nTracerPid:\t17\nUid:\t0\n".utf8)))
    }

    @Test func `a place is traced to where its file system is mounted`() {
        #expect(FileSystemFacts.mountPoint(of: "/proc/self/status") == "/proc")
        #expect(FileSystemFacts.mountPoint(of: "/") == "/")
        #expect(!FileSystemFacts.isNosuid("/nowhere/at/all"))
    }
}

/// Which services the bridge knows: the policy's own, by whatever path, and no others of the same name.
@Suite struct PermissionBridgeTests {
    let made: MadeUpMachine
    let bridge: PermissionBridge

    init() throws {
        made = try MadeUpMachine()
        try made.write("hermes-s6 1 /base\n", to: "run/hermes-s6/policy")
        for name in ["base/web/log", "base/-odd", "elsewhere/web", "run/s6-rc/servicedirs/old"] { try made.make(name) }
        try made.link("scan/web", to: "../base/web")
        try made.link("scan/other", to: "../base/web")
        bridge = PermissionBridge(try made.machine())
    }

    func serves(_ name: String) throws -> Bool {
        bridge.serves(ServiceDirectory(try S6Path(made.path + "/" + name)))
    }

    @Test func `a service is the one of the policy's base, or none`() throws {
        #expect(try serves("base/web") && serves("base/web/") && serves("scan/web"))
        for name in ["elsewhere/web", "scan/other", "base/web/log", "base/none", "base/-odd", "base/..", "base/web/."] {
            #expect(try !serves(name), "\(name)")
        }
        #expect(try !serves("run/s6-rc/servicedirs/old"), "the policy has another base")
    }

    @Test func `without a policy the base is where s6-rc has it`() throws {
        #expect(unlink(made.path + "/run/hermes-s6/policy") == 0)
        #expect(try serves("run/s6-rc/servicedirs/old") && !serves("base/web"))
    }

    @Test func `a broker that keeps silent is waited for as long as the caller waits, and once`() throws {
        let broker = try FakeBroker(nil, reading: 128)
        defer { _ = broker.end() }
        try made.link("run/hermes-s6/broker/sock", to: broker.path)
        let service = ServiceDirectory(try S6Path(made.path + "/base/web"))
        let socket = try S6Path(made.path + "/run/hermes-s6/broker/sock"), patience = RelayPatience()
        let bridge = PermissionBridge(try made.machine(), patience)
        patience.bind(to: .after(.milliseconds(50)))
        #expect(throws: S6Error.refusedByRelay(service.path, .down, .lost(socket))) { try bridge.carry(.down, service) }
        patience.bind(to: .never)
        #expect(throws: S6Error.refusedByRelay(service.path, .up, .silent(socket))) { try bridge.carry(.up, service) }
    }

    @Test func `who is asked to end does not wait for a broker`() throws {
        let broker = try FakeBroker(nil, reading: 128)
        defer { _ = broker.end() }
        try made.link("run/hermes-s6/broker/sock", to: broker.path)
        let service = ServiceDirectory(try S6Path(made.path + "/base/web"))
        let patience = RelayPatience(), bridge = PermissionBridge(try made.machine(), patience)
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0 && write(ends[1], "x", 1) == 1)
        defer { for end in ends { close(end) } }
        patience.cancel(by: ends[0])
        #expect(throws: S6Error.self) { try bridge.carry(.down, service) }
    }

    @Test func `with neither broker nor helper it is said what is missing`() throws {
        let service = ServiceDirectory(try S6Path(made.path + "/base/web"))
        let helper = try S6Path(made.path + "/usr/libexec/hermes-s6/perm-helper")
        #expect(throws: S6Error.refusedByRelay(service.path, .down, .unprivileged(helper, .missing))) {
            try bridge.carry(.down, service)
        }
    }

    @Test func `the helper's code is the answer, and one that means nothing is none`() throws {
        let service = ServiceDirectory(try S6Path(made.path + "/base/web"))
        let helper = "usr/libexec/hermes-s6/perm-helper"
        try made.script(#"[ "$#:$1:$2" = 2:web:up ] || exit 77"#, at: helper)
        try bridge.carry(.up, service)
        #expect(throws: S6Error.refusedByRelay(service.path, .hup, .denied)) { try bridge.carry(.hup, service) }
        try made.script("exit 69", at: helper)
        #expect(throws: S6Error.notSupervised(service.path)) { try bridge.carry(.up, service) }
        try made.script("kill -9 $$", at: helper)
        let place = try S6Path(made.path + "/" + helper)
        #expect(throws: S6Error.refusedByRelay(service.path, .up, .lost(place))) { try bridge.carry(.up, service) }
    }
}
