/// Somebody who may control services that this process may not write to, and does it for us where a policy lets us.
///
/// The library knows none of its own. A ``ServiceDirectory`` that has one turns to it where its FIFO may not be
/// written, and nowhere else.
public struct ControlRelay: Sendable {
    /// Whether the service is one that it knows: exactly this servicedir, and no other of that name.
    public typealias Serves = @Sendable (ServiceDirectory) -> Bool
    /// Carries one verb to a service that it serves: returns once it has been sent.
    public typealias Carry = @Sendable (RelayVerb, ServiceDirectory) throws(S6Error) -> Void

    let serves: Serves
    let carry: Carry

    /// Takes both ways to use it.
    ///
    /// - Parameters:
    ///   - serves: whether it knows a service. Where it does not, what was refused stays refused.
    ///   - carry: sends one verb, or asks for ``RelayVerb/check``. It throws ``S6Error/notSupervised(_:)`` where nobody
    ///     reads the FIFO, and ``S6Error/refusedByRelay(_:_:_:)`` for all else that keeps it.
    public init(serves: @escaping Serves, carry: @escaping Carry) {
        self.serves = serves
        self.carry = carry
    }
}
