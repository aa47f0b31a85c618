import S6Native

/// What a container is to run, by the words that it was given.
enum ImageCommand: Equatable {
    /// The image's own program, with these words.
    case program([[UInt8]])
    /// Any program, the first word, with the others.
    case other([[UInt8]])
    /// A gateway, which s6 is to keep: the words of `hermesctl gateway run`.
    case gateway([[UInt8]])

    /// Decides: nothing is the image's program; what begins with a program is that; the rest are the words of the image's.
    ///
    /// - Parameters:
    ///   - words: what follows the name of the image.
    ///   - program: what the image's program is called.
    ///   - isUnsupervised: whether the environment wants gateways in the foreground.
    ///   - exists: whether there is a program of a name.
    init(_ words: [[UInt8]], program: [UInt8], isUnsupervised: Bool, exists: ([UInt8]) -> Bool) {
        let own = words.first.map { $0 == program } ?? true ? Array(words.dropFirst()) : words
        if !isUnsupervised, let gateway = Self.gateway(own) {
            self = .gateway(gateway)
        } else if let first = words.first, first != program, exists(first) {
            self = .other(words)
        } else {
            self = .program(own)
        }
    }

    /// The words of `hermesctl gateway run` for `[-p PROFILE] gateway run [OPTION...]`; `nil` for anything else, and where a
    /// word says that it is to stay in the foreground.
    ///
    /// How the gateway itself is to run, its slot says: other options have no meaning here, as they have none for Hermes.
    private static func gateway(_ words: [[UInt8]]) -> [[UInt8]]? {
        var rest = words[...]
        var profile: [[UInt8]] = []
        if let first = rest.first, first == Array("-p".utf8) || first == Array("--profile".utf8), rest.count > 1 {
            profile = [Array("-p".utf8), rest[rest.startIndex + 1]]
            rest = rest.dropFirst(2)
        } else if let first = rest.first, first.starts(with: "--profile=".utf8) {
            profile = [first]
            rest = rest.dropFirst()
        }
        guard rest.starts(with: [Array("gateway".utf8), Array("run".utf8)]) else { return nil }
        rest = rest.dropFirst(2)
        if rest.contains(where: { isOneOf($0, ["--no-supervise", "--help", "-h"]) }) { return nil }
        return profile + rest.filter { isOneOf($0, ["--force"]) }
    }

    private static func isOneOf(_ word: [UInt8], _ words: [StaticString]) -> Bool {
        words.contains { word.elementsEqual("\($0)".utf8) }
    }
}
