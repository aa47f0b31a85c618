import HermesGateways
import PermPolicy
import S6Native

/// What a file holds that may be the policy as people write it.
enum PolicySource {
    /// There is no such file.
    case absent
    case policy(Policy)
    case mistaken(PolicyMistake)
    case unreadable(S6Error)

    /// Reads one of the machine's, by the users that the machine has.
    init(at path: S6Path, _ machine: Machine) { self.init(draft: machine.place(of: path), machine) }

    /// Reads one that is anywhere.
    init(draft place: S6Path, _ machine: Machine) {
        do throws(S6Error) {
            let directory = try Directory.handle(trusting: place.parent)
            let text = try directory.plainFile(EntryName(place.lastComponent)).contents(limit: Policy.limit + 1)
            self = Self.reading(text, machine)
        } catch .system(.open, _, .noEntry) {
            self = .absent
        } catch {
            self = .unreadable(error)
        }
    }

    private static func reading(_ text: [UInt8], _ machine: Machine) -> PolicySource {
        do throws(PolicyMistake) {
            return .policy(
                try Policy(text) { name in ((try? Account.named(name, root: machine.root)) ?? nil)?.user }
            )
        } catch {
            return .mistaken(error)
        }
    }
}
