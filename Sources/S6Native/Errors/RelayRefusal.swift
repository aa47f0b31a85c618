/// Why a relay has not sent what it was asked to.
public enum RelayRefusal: Equatable, Sendable {
    /// The policy does not grant it, whether there is such a service or not.
    case denied
    /// The policy is missing, not root's alone, or not well formed.
    case unusablePolicy
    /// Somebody else than root could have put something else on the path to the FIFO.
    case tampering
    /// The FIFO is full, or the caller asks too often.
    case tryAgain
    /// The relay does not know the request.
    case badRequest
    /// A system call was refused to the relay.
    case system
    /// No relay has the privilege that it would need.
    case unprivileged(S6Path, RelayFault)
    /// Its answer has not come, or is none: it may have been sent.
    case lost(S6Path)
    /// It has kept silent a moment ago, and was not asked again.
    case silent(S6Path)
}

#if !hasFeature(Embedded)  // the C library has no relay, and no words for it
extension RelayRefusal {
    /// The reason in words, and whether something was sent.
    var reason: Text {
        switch self {
        case .denied: "the policy does not grant it to this user; nothing was sent"
        case .unusablePolicy: "the policy is missing, not root's alone, or not well formed; nothing was sent"
        case .tampering:
            "on the way to its FIFO something is not root's alone, or not what s6 makes; nothing was sent"
        case .tryAgain: "its FIFO is full, or this user asks too often; nothing was sent"
        case .badRequest: "the relay does not know the request; nothing was sent"
        case .system: "a system call was refused to the relay; nothing was sent"
        case .unprivileged(let path, let fault): fault.reason(path) + "; nothing was sent"
        case .silent(let path): "\(path) has not answered a moment ago, and was not asked again; nothing was sent"
        case .lost(let path): "no answer has come from \(path); it may have been sent, or may still be"
        }
    }

    /// What helps.
    var remedy: Text {
        switch self {
        case .denied: "have root grant it in /etc/hermes-s6/policy, and then run: perm-grant services"
        case .unusablePolicy: "have root run: hermesctl policy check, and then: perm-grant services"
        case .tampering: "find out who has been there: hermesctl doctor"
        case .tryAgain: "try again in a second; if that does not help, see whether its supervisor is stopped or stuck"
        case .badRequest: "see that hermesctl, perm-helper and perm-broker are of one release"
        case .system: "have root run: perm-grant services; and see the limits of this process: ulimit -a"
        case .unprivileged(let path, let fault): fault.remedy(path)
        case .lost, .silent: "see what it does: hermesctl status; and whether perm-broker runs and is not stuck"
        }
    }
}
#else
extension RelayRefusal {
    var reason: Text { "" }
    var remedy: Text { "" }
}
#endif
