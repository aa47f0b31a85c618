/// One verb for one service.
public struct Request: Sendable {
    /// How long a line that asks the broker may be, its newline included.
    public static let limit = 128

    /// The service.
    public let service: ServiceName
    /// What is asked of it.
    public let verb: Verb

    /// A request from its two words.
    ///
    /// - Throws: ``Refusal/badRequest``.
    public init(_ service: Span<UInt8>, _ verb: Span<UInt8>) throws(Refusal) {
        guard let service = ServiceName(service), let verb = Verb(verb) else { throw .badRequest }
        self.service = service
        self.verb = verb
    }

    /// A request from a line without its newline: `SERVICE VERB`, and one space.
    ///
    /// - Throws: ``Refusal/badRequest``.
    public init(line: Span<UInt8>) throws(Refusal) {
        for n in line.indices where line[n] == UInt8(ascii: " ") {
            try self.init(line.extracting(..<n), line.extracting((n + 1)...))
            return
        }
        throw .badRequest
    }
}
