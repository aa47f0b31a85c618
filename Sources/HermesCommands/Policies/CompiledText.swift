import PermPolicy
import S6Native

/// What there is of the compiled policy, beside the policy that it is to be the same as.
enum CompiledText {
    case absent
    /// Its text is what compiling the policy gives.
    case current
    case outdated
    case unreadable(S6Error)

    init(of policy: Policy?, _ machine: Machine) {
        let place = machine.place(of: Policy.compiledPath)
        do throws(S6Error) {
            let file = try Directory.handle(place.parent).plainFile(EntryName(place.lastComponent))
            let text = try file.contents(limit: Policy.limit + 1)
            self = text == policy?.compiled ? .current : .outdated
        } catch .system(.open, _, .noEntry) {
            self = .absent
        } catch {
            self = .unreadable(error)
        }
    }

    /// The word for it in JSON.
    var word: String {
        switch self {
        case .absent: "absent"
        case .current: "current"
        case .outdated: "outdated"
        case .unreadable: "unreadable"
        }
    }
}
