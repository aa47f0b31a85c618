import Foundation
import LiveTree
import Testing

extension Trait where Self == ConditionTrait {
    /// Root makes the machine that hermes is then put in.
    static var inWorld: Self { .enabled(if: World.isPossible, "only root can make a mount namespace") }
}

/// A machine of a test's own, with root's s6-svscan, the account s6ctl, and the installed programs: see `world.sh`.
///
/// What is in it is at ``path(_:)`` for the test, which is root outside; commands are run inside. End it with
/// ``end()``.
final class World: Sendable {
    /// Who runs something in it.
    enum User: Sendable {
        case root, hermes, other, s6ctl

        var id: Int {
            switch self {
            case .root: 0
            case .hermes: 10000
            case .other: 10001
            case .s6ctl: 20010
            }
        }
    }

    /// How the helper is installed.
    enum Mode: CaseIterable, Sendable { case setgid, setuid }

    static let isPossible =
        geteuid() == 0 && LiveTree.isPossible
        && (try? Command.run("unshare", "-m", "--propagation", "private", "mount", "-t", "tmpfs", "x", "/mnt").code)
            == 0

    static let helper = "/usr/libexec/hermes-s6/perm-helper"
    static let base = "/run/s6-rc/servicedirs"

    private let scanner: Child
    private let log: String

    /// The directory in which the programs to be tested are, beside this one.
    static let stage = URL(filePath: HermesCtl.path).deletingLastPathComponent().path

    private let isContainer: Bool

    /// Makes one, where told in a user namespace such as a container has.
    init(_ mode: Mode = .setgid, container: Bool = false) throws {
        isContainer = container
        let token = "world-\(UUID().uuidString.prefix(8))"
        log = FileManager.default.temporaryDirectory.path + "/" + token
        let output = open(log, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        defer { close(output) }
        let mapping = container ? ["perl", "-e", try Self.source("userns.pl")] : []
        let source = try Self.source("world.sh")
        let script = ["sh", "-c", source, "world.sh", Self.stage, token] + (container ? ["container"] : [])
        let words = mapping + ["unshare", "-m", "--propagation", "private"] + script
        scanner = try Child(words, environment: ["WORLD": source], output: output, errors: output)
        try eventually("the world is there") { [scanner] in
            guard scanner.isRunning else { throw NotSo(what: "the world: \(messages)") }
            return exists("/run/" + token)
        }
        // Who has made it is about to become its s6-svscan.
        try eventually("its s6-svscan listens") { try run(as: .root, ["s6-svscanctl", "/run/service"]).code == 0 }
        if mode == .setuid { try root("chown root:root \(Self.helper) && chmod 4755 \(Self.helper)") }
    }

    private static func source(_ name: String) throws -> String {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        return try Contents.text(url.path)
    }

    /// Runs `body` in a world of its own.
    static func with(_ mode: Mode = .setgid, container: Bool = false, _ body: (World) throws -> Void) throws {
        let world = try World(mode, container: container)
        defer { world.end() }
        try body(world)
    }

    /// Where something of it is for who is outside. (No absolute link on the way is followed inside.)
    func path(_ inside: String) -> String { "/proc/\(scanner.pid)/root" + inside }

    func exists(_ inside: String) -> Bool {
        var status = stat()
        return lstat(path(inside), &status) == 0
    }

    /// The words that run a command in it.
    func entering(as user: User, _ words: [String]) -> [String] {
        let become = ["setpriv", "--reuid", "\(user.id)", "--regid", "\(user.id)", "--clear-groups"]
        let process = "/proc/\(scanner.pid)"
        let container = ["--user=\(process)/ns/user", "--root=\(process)/root", "--setuid", "0", "--setgid", "0"]
        let enter = ["nsenter", "--mount=\(process)/ns/mnt"] + (isContainer ? container : [])
        return enter + ["--"] + (user == .root ? [] : become) + words
    }

    /// Runs a command in it to its end.
    @discardableResult
    func run(as user: User, _ words: [String], environment: [String: String] = [:]) throws -> Command.Result {
        try Command.run(entering(as: user, words), environment: environment)
    }

    /// Runs a line of shell in it as root, which has to succeed.
    @discardableResult
    func root(_ line: String) throws -> String {
        let result = try run(as: .root, ["sh", "-ec", line])
        guard result.code == 0 else { throw NotSo(what: "\(line): \(result)") }
        return result.output
    }

    /// Calls the helper as hermes, or as somebody else.
    func help(_ words: String..., as user: User = .hermes) throws -> Command.Result {
        try run(as: user, [Self.helper] + words)
    }

    /// Calls it as somebody hostile would: see `Tests/Adversary`.
    func attack(
        _ context: [String],
        _ words: [String] = ["web", "up"],
        as user: User = .hermes
    ) throws -> Command.Result {
        try run(as: user, [Self.stage + "/adversary"] + context + ["--", Self.helper] + words)
    }

    /// What s6-svscan and the supervisors have said.
    var messages: String { (try? Contents.text(log)) ?? "" }

    func end() {
        // Held open, so that no other world's has its number meanwhile.
        let namespace = open("/proc/\(scanner.pid)/ns/mnt", O_RDONLY | O_CLOEXEC)
        defer { close(namespace) }
        scanner.signal(SIGTERM)
        for _ in 0..<300 where scanner.isRunning { usleep(10_000) }
        scanner.signal(SIGKILL)
        Self.killAll(in: namespace)
        scanner.wait()
        unlink(log)
    }

    private static func killAll(in namespace: Int32) {
        var ours = stat(), its = stat()
        guard fstat(namespace, &its) == 0, stat("/proc/self/ns/mnt", &ours) == 0, its.st_ino != ours.st_ino else {
            return
        }
        let proc = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in proc.compactMap(Int32.init) where pid > 1 {
            var other = stat()
            if stat("/proc/\(pid)/ns/mnt", &other) == 0, other.st_ino == its.st_ino { kill(pid, SIGKILL) }
        }
    }
}
