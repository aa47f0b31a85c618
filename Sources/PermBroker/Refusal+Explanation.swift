internal import PermCore

extension Refusal {
    /// Writes to standard error why the broker does not run, and what helps.
    func explain() { explanation.say() }

    private var explanation: StaticString {
        switch self {
        case .badRequest: "usage: perm-broker [--ready-fd 3]\n"
        case .unprivileged: "perm-broker: cannot run as root: s6-setuidgid s6ctl perm-broker\n"
        case .tryAgain: "perm-broker: cannot write to its standard output, its log: give it a logger that runs\n"
        default: "perm-broker: cannot listen at /run/hermes-s6/broker/sock: run perm-grant services as root\n"
        }
    }
}
