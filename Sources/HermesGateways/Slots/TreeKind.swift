public import S6Native

/// Under whom the slots of a scandir run.
public enum TreeKind: Equatable, Sendable {
    /// Under an s6-svscan that is hermes' own: no privilege is involved at all.
    case isolated
    /// Under root's: whoever may write in the scandir is as good as root.
    case shared

    /// Takes `isolated` or `shared`.
    public init?(_ word: some Sequence<UInt8>) {
        if Array(word).equals("isolated") {
            self = .isolated
        } else if Array(word).equals("shared") {
            self = .shared
        } else {
            return nil
        }
    }

    /// That of a scandir: whose the s6-svscan is that made its `.s6-svscan`, or else whose the scandir is.
    ///
    /// What is granted of a shared tree, the scandir and two files in `.s6-svscan`, changes nothing about the directory
    /// `.s6-svscan` itself.
    public init(of scandir: ScanDirectory) throws(GatewayError) {
        let owner = try wrapping { () throws(S6Error) in
            let directory = try scandir.open()
            do throws(S6Error) {
                return try directory.attributes(of: ".s6-svscan").owner
            } catch .system(_, _, .noEntry) {
                return try directory.ownAttributes().owner
            }
        }
        self = owner == 0 ? .shared : .isolated
    }
}

extension TreeKind: CustomStringConvertible, Worded {
    /// The word for it.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .isolated: "isolated"
        case .shared: "shared"
        }
    }
}
