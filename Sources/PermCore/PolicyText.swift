internal import CPermEntry

/// The compiled policy as it is on the disk: root's alone, as is every directory on the way to it.
public struct PolicyText {
    private var bytes = InlineArray<4096, UInt8>(repeating: 0)
    private var count = 0

    /// Reads `/run/hermes-s6/policy`.
    ///
    /// - Throws: ``Refusal/unusablePolicy``, whatever is wrong, or ``Refusal/system`` if there was no descriptor left.
    public init() throws(Refusal) {
        do throws(Refusal) {
            var path = try TrustedPath(links: 0)
            try path.follow(try Self.directory.path(), absent: .unusablePolicy)
            let file = try path.place.reader("policy", absent: .unusablePolicy)
            let facts = try file.facts()
            guard facts.kind == .regular, facts.isRootsAlone, facts.size <= CompiledPolicy.limit else {
                throw .unusablePolicy
            }
            var all = bytes.mutableSpan
            count = Int(perm_read(file.descriptor, &all))
            guard count == facts.size else { throw .unusablePolicy }  // it comes in one piece, or is being changed
        } catch .tampering {
            throw .unusablePolicy
        }
    }

    private static var directory: StaticString { "/run/hermes-s6" }

    /// What it says to a caller about a service.
    ///
    /// - Throws: ``Refusal/unusablePolicy``.
    func policy(for user: UInt32, _ service: ServiceName) throws(Refusal) -> CompiledPolicy {
        try CompiledPolicy(bytes.span.extracting(..<count), for: user, service)
    }

    /// The path of the servicedirs.
    func base(of policy: CompiledPolicy) throws(Refusal) -> PathText {
        try PathText(bytes.span.extracting(policy.base))
    }
}
