public import S6Native

/// What the container was told to run: the words behind the wrapper, by which s6-overlay starts it.
public struct ContainerCommand: Equatable, Sendable {
    /// The words, without the wrapper's, the dispatcher's and `hermes`.
    public let words: [[UInt8]]

    /// Takes the words of a command line; `nil` if the wrapper is not among them.
    public init?(commandLine: [[UInt8]]) {
        guard let wrapper = commandLine.lastIndex(where: { $0.contains(word: "main-wrapper.sh") }) else { return nil }
        var words = commandLine[(wrapper + 1)...]
        if words.first?.contains(word: "entrypoint-dispatch.sh") == true { words.removeFirst() }
        if words.first?.hasSuffix("hermes") == true { words.removeFirst() }
        self.words = Array(words)
    }

    /// Looks for it among the processes, process 1 first; `nil` if there is none.
    public static func find(root: S6Path = "/") -> ContainerCommand? {
        let proc = root.appending("proc")
        if let found = read(proc, Text.bytes("1")) { return found }
        var found: ContainerCommand?
        do throws(S6Error) {
            try Directory.listing(proc).forEachEntry { (entry) throws(S6Error) in
                guard let _: Int32 = Decimal.number(entry.name) else { return true }
                found = read(proc, entry.name)
                return found == nil
            }
        } catch {}
        return found
    }

    private static func read(_ proc: S6Path, _ pid: [UInt8]) -> ContainerCommand? {
        do throws(S6Error) {
            let line = try Directory.handle(proc.appending(pid)).plainFile("cmdline").contents(limit: 1 << 20)
            let words = line.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
            return ContainerCommand(commandLine: words.last?.isEmpty == true ? words.dropLast() : words)
        } catch {
            return nil
        }
    }

    /// Whether it is the dashboard, which has no gateways.
    public var isDashboard: Bool { words.first.map { $0.equals("dashboard") } ?? false }

    /// Whether it is `gateway run`, as before there were slots, and not without supervision.
    public var isLegacyGateway: Bool {
        let plain = words.filter { $0.first != UInt8(ascii: "-") }
        guard plain.count >= 2, plain[0].equals("gateway"), plain[1].equals("run") else {
            return false
        }
        return !words.contains { $0.equals("--no-supervise") }
    }
}

extension [UInt8] {
    /// Whether a text is in it.
    fileprivate func contains(word: StaticString) -> Bool {
        let word = Array(word)
        guard count >= word.count else { return false }
        return (0...(count - word.count)).contains { self[$0..<($0 + word.count)].elementsEqual(word) }
    }

    /// Whether it is a program's name, or a path that ends in it.
    fileprivate func hasSuffix(_ name: StaticString) -> Bool {
        let name = Array(name)
        return self == name
            || (count > name.count && self[count - name.count - 1] == UInt8(ascii: "/")
                && suffix(name.count).elementsEqual(name))
    }
}
