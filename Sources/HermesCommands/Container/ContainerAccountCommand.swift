import HermesGateways
import PermPolicy
import S6Native

enum ContainerAccountCommand: Command {
    static let spec = CommandSpec(
        words: ["container", "account"],
        summary: "Give the user hermes the numbers that the environment wants, at the start of a container.",
        operands: "",
        operandCount: 0...0,
        options: [],
        discussion: """
            HERMES_UID and HERMES_GID, or else PUID and PGID, are the numbers of hermes and of its group: those that the files
            of a volume belong to. A group may be another's as well, but not root's or s6ctl's, a user may not. Where
            /var/run/docker.sock is mounted hermes joins its group. Root runs it, with Debian's usermod and groupmod; what is
            so already is not touched. It ends with 78 if the numbers cannot be had.
            """,
        example: "hermesctl container account"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard CurrentProcess.user == 0 else {
            return session.fail(.system, "container account: only root can change accounts", remedy: "run it at boot")
        }
        let programs = AccountPrograms()
        do throws(IdentityWish.Mistake) {
            let wish = try IdentityWish(session.environment)
            guard let hermes = account("hermes", session), renumber(hermes, wish, programs, session) else { return }
        } catch {
            return session.fail(.configuration, error.description, remedy: error.remedy)
        }
        joinDocker(programs, session)
    }

    private static func account(_ name: String, _ session: Session) -> Account? {
        do throws(GatewayError) {
            if let account = try Account.named(name) { return account }
            session.fail(
                .configuration,
                "/etc/passwd: has no user \(name)",
                remedy: "add it: useradd --uid 10000 \(name)"
            )
        } catch {
            session.fail(error)
        }
        return nil
    }

    /// Whether hermes has the numbers now; what is in the way has been told otherwise.
    private static func renumber(
        _ hermes: Account,
        _ wish: IdentityWish,
        _ programs: AccountPrograms,
        _ session: Session
    ) -> Bool {
        let s6ctl = (try? Account.named(BridgePaths.account)) ?? nil
        if let group = wish.group, group != hermes.group, group == s6ctl?.group {
            let remedy = "another number: who has the group of s6ctl controls every service that is granted to anybody"
            session.fail(.configuration, "HERMES_GID, PGID: cannot be \(group): it is s6ctl's", remedy: remedy)
            return false
        }
        do throws(AccountPrograms.Refusal) {
            if let group = wish.group, group != hermes.group {
                try programs.run("groupmod", "--non-unique", "--gid", "\(group)", "hermes")
            }
            if let user = wish.user, user != hermes.user {
                // It would give away all that is in the home, for minutes: perm-grant does that, and what it does is safe.
                try programs.run("usermod", "--home", "/nonexistent", "--uid", "\(user)", "hermes")
            }
            // Also where the last boot was killed in between.
            if isHomeless() { try programs.run("usermod", "--home", "\(HermesHome.standard)", "hermes") }
            return true
        } catch {
            let remedy = """
                a number that nobody has, and an /etc that can be written, without a passwd.lock or group.lock that a killed boot \
                has left; or an image built with the number (HERMES_UID)
                """
            session.fail(.configuration, error.description, remedy: remedy)
            return false
        }
    }

    private static func isHomeless() -> Bool {
        guard let text = try? Directory.handle(trusting: "/etc").plainFile("passwd").contents(limit: 1 << 20) else {
            return false
        }
        return text.split(separator: UInt8(ascii: "\n")).contains { line in
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            return fields.count > 5 && fields[0].elementsEqual("hermes".utf8)
                && fields[5].elementsEqual("/nonexistent".utf8)
        }
    }

    /// Has hermes use the engine of the host, if somebody has mounted its socket; a container runs without as well.
    private static func joinDocker(_ programs: AccountPrograms, _ session: Session) {
        guard let socket = try? Directory.handle("/run").attributes(following: "docker.sock"), socket.kind == .other,
            let groups = try? GroupFile(Machine()), let hermes = (try? Account.named("hermes")) ?? nil
        else { return }
        let number = socket.group
        let s6ctl = (try? Account.named(BridgePaths.account)) ?? nil
        // s6 lets root's group write where root's supervisors tell of events, and s6ctl's controls what is granted to anybody.
        guard number != 0, number != s6ctl?.group else {
            let whose = number == 0 ? "root" : "s6ctl"
            return session.console.complain(
                """
                /run/docker.sock: has the group of \(whose): hermes does not join it
                  give the socket a group of its own on the host

                """
            )
        }
        let group = groups.group(numbered: number)
        if hermes.group == number || group?.members.contains("hermes") == true { return }
        do throws(AccountPrograms.Refusal) {
            let name = group?.name ?? "docker-\(number)"
            if group == nil { try programs.run("groupadd", "--gid", "\(number)", name) }
            try programs.run("usermod", "--append", "--groups", name, "hermes")
        } catch {
            session.console.complain("\(error.description)\n  hermes cannot use /run/docker.sock\n")
        }
    }
}
