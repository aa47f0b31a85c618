import Foundation
import LiveTree

/// A broker that runs in a world as s6ctl, and what it has said.
final class BrokerProcess: Sendable {
    let child: Child
    private let world: World
    private let log: String

    init(in world: World, noNewPrivileges: Bool = false) throws {
        self.world = world
        log = FileManager.default.temporaryDirectory.path + "/broker-\(UUID().uuidString)"
        let output = open(log, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(output) }
        let broker = "/usr/libexec/hermes-s6/perm-broker"
        let words = noNewPrivileges ? ["setpriv", "--no-new-privs", broker] : [broker]
        child = try Child(world.entering(as: .s6ctl, words), output: output, errors: output)
        try eventually("the broker listens") { [child] in
            guard child.isRunning else { throw NotSo(what: "the broker: \(audit)") }
            return world.exists("/run/hermes-s6/broker/sock")
        }
    }

    /// The lines that it has written.
    var audit: [String] {
        ((try? Contents.text(log)) ?? "").split(separator: "\n").map(String.init)
    }

    func end() {
        child.signal(SIGKILL)
        child.wait()
        unlink(log)
    }

    /// Runs `body` with a broker that runs.
    static func with(_ world: World, _ body: (BrokerProcess) throws -> Void) throws {
        let broker = try BrokerProcess(in: world)
        defer { broker.end() }
        try body(broker)
    }

    /// Says something to the broker as somebody, and returns all that it answers.
    func ask(_ text: String, as user: World.User = .hermes, noNewPrivileges: Bool = false) throws -> String {
        let program = """
            use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0) or die; \
            connect(S, pack_sockaddr_un("/run/hermes-s6/broker/sock")) or die "connect: $!"; \
            syswrite(S, $ARGV[0]); shutdown(S, 1); local $/; print <S>;
            """
        let perl = ["perl", "-e", program, text]
        return try world.run(as: user, (noNewPrivileges ? ["setpriv", "--no-new-privs"] : []) + perl).output
    }
}
