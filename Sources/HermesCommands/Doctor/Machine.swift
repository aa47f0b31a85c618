import HermesGateways
import PermPolicy
import S6Native

/// The machine around the tree: its root directory, and who is taken for root on it.
///
/// Tests have one of their own.
struct Machine {
    /// What is taken for the root directory.
    let root: S6Path
    /// The user whose alone has to be what root relies on: 0.
    let keeper: UInt32
    /// The group that may write to it.
    let keeperGroup: UInt32
    /// Whether no notice is taken of set-ID bits at a place.
    let isNosuid: @Sendable (S6Path) -> Bool
    /// What else keeps such a bit from working for this process.
    let traits: @Sendable () -> ProcessTraits

    init(
        root: S6Path = "/",
        keeper: UInt32 = 0,
        keeperGroup: UInt32 = 0,
        isNosuid: @escaping @Sendable (S6Path) -> Bool = { FileSystemFacts.isNosuid($0) },
        traits: @escaping @Sendable () -> ProcessTraits = { .current }
    ) {
        self.root = root
        self.keeper = keeper
        self.keeperGroup = keeperGroup
        self.isNosuid = isNosuid
        self.traits = traits
    }

    /// The account whose group control is granted to; `nil` if there is none.
    var grantees: Account? { (try? Account.named(BridgePaths.account, root: root)) ?? nil }

    /// Where an absolute path of the machine is.
    func place(of path: S6Path) -> S6Path {
        let below = path.bytes.drop { $0 == UInt8(ascii: "/") }
        return below.isEmpty ? root : root.appending(below)
    }

    /// The same backwards; `nil` for what is not on the machine, or is no absolute path.
    func path(at place: S6Path) -> S6Path? {
        guard place.bytes.first == UInt8(ascii: "/") else { return nil }
        if root == "/" { return place }
        let prefix = Array(root.bytes) + [UInt8(ascii: "/")]
        guard place.bytes.starts(with: prefix) else { return nil }
        return ("/" as S6Path).appending(place.bytes.dropFirst(prefix.count))
    }

    /// Whether there is something at a path.
    func has(_ path: S6Path) -> Bool {
        do throws(S6Error) {
            let place = place(of: path)
            return try Directory.handle(place.parent).exists(following: EntryName(place.lastComponent))
        } catch {
            return false
        }
    }
}
