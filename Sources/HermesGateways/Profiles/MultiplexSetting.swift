import S6Native

/// Whether the root profile's gateway is to serve the other profiles: `GATEWAY_MULTIPLEX_PROFILES`, or else
/// `multiplex_profiles` in `config.yaml`, at its top or directly under `gateway:`.
public enum MultiplexSetting: Equatable, Sendable {
    /// It is.
    case on
    /// It is not, or nothing says so.
    case off
    /// It is said in a way that only a YAML library could make out: taken for off.
    case unknown

    /// What the environment says, or else the configuration of the root profile.
    ///
    /// - Parameters:
    ///   - variable: the value of `GATEWAY_MULTIPLEX_PROFILES`, if it is set.
    ///   - hermes: where the configuration is.
    public init(variable: [UInt8]?, in hermes: HermesHome) {
        if let variable, let setting = Self.scalar(variable[...]) {
            self = setting
            return
        }
        do throws(S6Error) {
            let file = try Directory.handle(trusting: hermes.root).plainFile("config.yaml")
            let size = try file.attributes().size
            self = size > 1 << 20 ? .unknown : Self.read(try file.contents(limit: 1 << 20))
        } catch .system(_, _, .noEntry) {
            self = .off
        } catch {
            self = .unknown
        }
    }

    /// What the text of a `config.yaml` says.
    static func read(_ text: [UInt8]) -> MultiplexSetting {
        var top: MultiplexSetting?, nested: MultiplexSetting?
        var isInGateway = false, indentation: Int?
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            let content = line.drop { $0 == UInt8(ascii: " ") }
            let depth = content.startIndex - line.startIndex
            guard let first = content.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "\r") else { continue }
            if first == UInt8(ascii: "\t") { continue }
            if depth == 0 {
                isInGateway = value(of: "gateway", in: content) != nil
                indentation = nil
                if let inline = value(of: "gateway", in: content), !isNothing(inline) { nested = .unknown }
                if let found = value(of: "multiplex_profiles", in: content) { top = scalar(found) ?? .unknown }
            } else if isInGateway {
                if indentation == nil { indentation = depth }
                guard depth == indentation else { continue }
                if first == UInt8(ascii: "<") { nested = nested ?? .unknown }  // a merge key
                if let found = value(of: "multiplex_profiles", in: content) { nested = scalar(found) ?? .unknown }
            }
        }
        return top ?? nested ?? .off
    }

    /// What stands behind `key:`; `nil` if the line is about something else.
    private static func value(of key: StaticString, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let name = Text.bytes("\(key):")
        guard line.starts(with: name) else { return nil }
        let rest = line.dropFirst(name.count)
        guard let next = rest.first else { return rest }
        return next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: "\r") ? rest : nil
    }

    private static func isNothing(_ value: ArraySlice<UInt8>) -> Bool { trimmed(value).isEmpty }

    /// Without white space around it, and a comment behind it.
    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = value
        var previous = UInt8(ascii: " ")
        for index in value.indices {
            if value[index] == UInt8(ascii: "#"), isSpace(previous) {
                value = value[..<index]
                break
            }
            previous = value[index]
        }
        while let last = value.last, isSpace(last) { value.removeLast() }
        while let first = value.first, isSpace(first) { value.removeFirst() }
        return value
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    /// A plain scalar; `nil` if it is no truth value.
    private static func scalar(_ value: ArraySlice<UInt8>) -> MultiplexSetting? {
        let word = trimmed(value).map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        let yes: [StaticString] = ["true", "yes", "on", "1"], no: [StaticString] = ["false", "no", "off", "0"]
        if yes.contains(where: { word.equals($0) }) { return .on }
        return no.contains(where: { word.equals($0) }) ? .off : nil
    }
}
