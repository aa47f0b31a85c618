internal import CPermEntry
internal import PermCore

extension Refusal {
    /// Writes to standard error what it means and what helps.
    ///
    /// Where exactly something is wrong is for hermesctl and its doctor to say, who have no privilege to lose.
    func explain() { explanation.say() }

    private var explanation: StaticString {
        switch self {
        case .notSupervised: "perm-helper: the service is not supervised: nothing was sent\n"
        case .tampering:
            "perm-helper: others than root can change the path to the service: nothing was sent: run hermesctl doctor\n"
        case .tryAgain: "perm-helper: the supervisor does not read its FIFO: nothing was sent\n"
        case .denied: "perm-helper: denied by policy: see hermesctl policy check\n"
        case .unusablePolicy: "perm-helper: /run/hermes-s6/policy cannot be used: run perm-grant services as root\n"
        case .badRequest: "usage: perm-helper SERVICE up|down|restart|term|hup|check\n"
        case .system: "perm-helper: a system call was refused: nothing was sent: run hermesctl doctor\n"
        case .unprivileged: "perm-helper: its setgid bit has no effect here: run hermesctl doctor\n"
        }
    }
}
