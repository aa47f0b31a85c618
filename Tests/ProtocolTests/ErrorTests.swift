@testable import S6Native
import Testing

@Suite struct ErrorTests {
    // Computed: in a value that lives to the end the leak sanitizer does not see the tagged pointers of an enum.
    static var all: [S6Error] { requests + states + refusals + relays }

    static var requests: [S6Error] {
        [
            .invalidPath(bytes: [0x61, 0]), .invalidSlotName(bytes: [0x2E]), .tooManyCommands("/s/web", count: 5000),
            .noSuchService("/s/web"), .notRunnable("/s/web"), .notServicedir("/s/web"), .slotExists("/s/web"),
            .slotBusy("/s/web"),
            .unlimitedWait("/s/web"),
        ]
    }

    static var states: [S6Error] {
        [
            .notSupervised("/s/web"), .supervisorStarting("/s/web"), .supervisorEnded("/s/web"),
            .noScanner("/s"), .scannerRuns("/s", pid: 7), .failedPermanently("/s/web"), .wantedDown("/s/web"),
            .wantedUp("/s/web"), .mountPoint("/s/web/data"),
            .timedOut([S6Error.Unmet(service: "/s/web", goal: .ready, last: .up)]),
            .survivors("/s/web", processes: [7, 8]),
            .notTakenUp("/s/web"),
        ]
    }

    static var refusals: [S6Error] {
        [
            .malformed("/s/web", .statusSize(3)), .wrongFileType("/s/web", expected: .fifo),
            .foreignLink("/s/web", owner: 7),
            .fifoFull("/s/web"), .cannotWatch("/s/web", events: .permissionDenied, status: .permissionDenied),
            .descriptorLimit("/s/web", limit: 20, needed: 30), .supervisorElsewhere("/s/web"),
            .system(.open, path: "/s/web", errno: .permissionDenied),
        ]
    }

    static var relays: [S6Error] {
        [.notRelayable("/s/web", bytes: [0x6B, 0x1B])]
            + [
                RelayRefusal.denied, .unusablePolicy, .tampering, .tryAgain, .badRequest, .system, .lost("/run/sock"),
            ].map { .refusedByRelay("/s/web", .restart, $0) }
            + [
                RelayFault.missing, .notExecutable(.permissionDenied), .wrongBits(mode: 0o755, owner: 0, group: 7),
                .nosuid(mount: "/usr"), .userNamespace, .noNewPrivileges, .traced, .brokerWithoutGroup, .unknown,
            ].map { .refusedByRelay("/s/web", .restart, .unprivileged("/usr/helper", $0)) }
    }

    static func hasRemedy(_ error: S6Error) -> Bool {
        switch error {
        case .invalidPath, .tooManyCommands, .wantedDown, .wantedUp: false
        default: true
        }
    }

    @Test(arguments: all)
    func `an error names the path, what cannot be done, and why`(error: S6Error) throws {
        let text = error.description
        #expect(text.contains(": cannot "))
        #expect(!text.hasSuffix(".") && text.contains(": "))
        if !text.hasPrefix("a\\x00") && !text.hasPrefix(".:") { #expect(text.hasPrefix("/s")) }
    }

    @Test(arguments: all.filter { hasRemedy($0) })
    func `an error has a remedy where one is known`(error: S6Error) {
        #expect(error.remedy?.isEmpty == false)
    }

    @Test(arguments: relays.dropFirst())
    func `it is said whether a relay has sent something`(error: S6Error) {
        let text = error.description
        #expect(text.hasPrefix("/s/web: cannot have restart relayed: "))
        #expect(text.hasSuffix("; nothing was sent") != text.hasSuffix("; it may have been sent, or may still be"))
        if case .refusedByRelay(_, _, .unprivileged) = error {
            #expect(text.contains("/usr/helper") && error.remedy?.contains("/s/web") == false)
        }
    }

    @Test func `lost bits are named as chmod takes them`() {
        let fault = RelayFault.wrongBits(mode: 0o755, owner: 0, group: 7)
        let error = S6Error.refusedByRelay("/s/web", .up, .unprivileged("/h", fault))
        #expect(error.description.contains("it has mode 0755, owner 0 and group 7, and not 2755 root:s6ctl"))
        #expect(error.remedy == "chown root:s6ctl /h && chmod 2755 /h, in that order")
    }

    @Test func `several services that timed out have a line each`() {
        let unmet = [S6Path("/s/a"), "/s/b"].map { S6Error.Unmet(service: $0, goal: .up, last: nil) }
        #expect(S6Error.timedOut(unmet).description.split(separator: "\n").count == 2)
    }

    @Test func `a timeout says what is true, and what may help`() {
        let error = S6Error.timedOut([S6Error.Unmet(service: "/s/web", goal: .up, last: .downWanted)])
        #expect(error.description.hasSuffix("it is down (exit code 0), wanted up"))
        #expect(error.remedy?.contains("./run") == true)
    }

    @Test func `every errno that is met has words`() {
        for number in [1, 2, 3, 4, 6, 11, 13, 17, 20, 21, 22, 23, 24, 28, 30, 32, 36, 38, 39, 40] as [CInt] {
            #expect(!Errno(rawValue: number).description.hasPrefix("errno"))
        }
        #expect(Errno(rawValue: 99).description == "errno 99")
    }
}
