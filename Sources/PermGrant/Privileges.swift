internal import CGrant
import S6Native

/// The capabilities of the process, which it can only give up.
enum Privileges {
    enum Capability: UInt64, CaseIterable {
        case chown = 0
        case overridePermissions = 1
        case readAndSearch = 2
        case actAsOwner = 3
        case setGroups = 6

        var name: String {
            switch self {
            case .chown: "CAP_CHOWN"
            case .overridePermissions: "CAP_DAC_OVERRIDE"
            case .readAndSearch: "CAP_DAC_READ_SEARCH"
            case .actAsOwner: "CAP_FOWNER"
            case .setGroups: "CAP_SETGID"
            }
        }
    }

    /// Whether the process may have it.
    static func has(_ capability: Capability) -> Bool {
        let sets = grant_capabilities()
        return sets.result >= 0 && sets.permitted & bit(capability) != 0
    }

    /// Gives up all others, and any that a program executed later could get, and reads back that it is so.
    static func keepOnly(_ capabilities: [Capability]) throws(GrantError) {
        let wanted = capabilities.reduce(0) { $0 | bit($1) }
        let kept = grant_keep_capabilities(wanted)
        try wrapping { () throws(S6Error) in
            try S6Error.check(.capset, kept, "/")
            try S6Error.check(.prctl, grant_forbid_new_privileges(), "/")
        }
        let sets = grant_capabilities()
        guard sets.result >= 0, sets.permitted == wanted, sets.effective == wanted, sets.inheritable == 0,
            sets.ambient == 0
        else {
            throw GrantError(.system, "the kernel has not set the capabilities that were asked for", remedy: nil)
        }
    }

    /// Makes a group the only other one of the process.
    static func take(group: UInt32) throws(GrantError) {
        try wrapping { () throws(S6Error) in try S6Error.check(.setgroups, grant_take_group(group), "/") }
    }

    private static func bit(_ capability: Capability) -> UInt64 { 1 << capability.rawValue }
}

extension Privileges {
    /// What the process has kept, for people.
    static var line: String {
        let kept = Capability.allCases.filter { has($0) }.map(\.name)
        return "perm-grant: keeps \(kept.isEmpty ? "no capability" : kept.joined(separator: ", "))"
    }

    /// What there is of the right to look into what hermes has closed to others; the narrower one, if it can be had.
    static var toLook: [Capability] {
        [.readAndSearch, .overridePermissions].first { has($0) }.map { [$0] } ?? []
    }

    /// - Throws: ``GrantCode/system`` if one is missing.
    static func need(_ capabilities: [Capability]) throws(GrantError) {
        guard let missing = capabilities.first(where: { !has($0) }) else { return }
        throw GrantError(
            .system,
            "this process has no \(missing.name)",
            remedy: "run the container with it: --cap-add \(missing.name.dropFirst(4))"
        )
    }
}
