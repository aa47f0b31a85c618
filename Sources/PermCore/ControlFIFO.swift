internal import CPermEntry

/// The FIFO of a service whose supervisor reads it, open for one byte.
public struct ControlFIFO: ~Copyable {
    private var fifo: Handle
    private let verb: Verb

    /// Decides a request by the policy, then opens the FIFO of the service, never blocking.
    ///
    /// - Throws: why not; the same for a service that is not there and one that is not granted.
    public init(_ request: Request, from user: UInt32) throws(Refusal) {
        let text = try PolicyText()
        let policy = try text.policy(for: user, request.service)
        guard policy.grants.allow(request.verb) else { throw .denied }
        var path = try TrustedPath(links: 8)
        try path.follow(try text.base(of: policy), absent: .notSupervised)
        try path.follow(PathText(request.service), absent: .notSupervised)
        fifo = try Self.open(in: path.place)
        verb = request.verb
    }

    /// What s6-supervise makes: no link is followed any more, and what is opened is what was looked at.
    private static func open(in service: borrowing Handle) throws(Refusal) -> Handle {
        let supervise = try service.entry("supervise", absent: .notSupervised)
        let directory = try supervise.facts()
        guard directory.kind == .directory, directory.isRootsAlone else { throw .tampering }
        let facts = try supervise.entry("control", absent: .notSupervised).facts()
        guard facts.kind == .fifo, facts.isRoots, !facts.isOpenToAll, !facts.hasOtherNames else { throw .tampering }
        let fifo = try supervise.writer("control", absent: .notSupervised)
        guard try fifo.facts().isSame(as: facts) else { throw .tampering }
        return fifo
    }

    /// Writes the verb's byte; nothing for ``Verb/check``.
    ///
    /// - Throws: ``Refusal/tryAgain`` if the FIFO is full, ``Refusal/notSupervised`` if its reader has just gone.
    public func send() throws(Refusal) { try Self.send(verb, to: fifo.descriptor) }

    /// The same for a process that may do nothing any more but write and exit: the FIFO is not closed.
    public mutating func sendAtLast() throws(Refusal) { try Self.send(verb, to: fifo.leaveOpen()) }

    private static func send(_ verb: Verb, to descriptor: CInt) throws(Refusal) {
        guard let byte = verb.byte else { return }
        let bytes: InlineArray<1, UInt8> = [byte]
        switch perm_write(descriptor, bytes.span) {
        case 1: return
        case -PERM_EAGAIN: throw .tryAgain
        case -PERM_EPIPE: throw .notSupervised
        default: throw .system
        }
    }
}
