import S6Native

/// The one thing in the compiled policy that hermesctl wants to know: where the servicedirs are.
///
/// Whether the rest is well formed, and whose it is, is for those to judge who decide by it.
enum PolicyBase {
    /// The path in `hermes-s6 1 BASE`; `nil` if it does not begin so.
    static func path(in text: [UInt8]) -> S6Path? {
        let start = Array("hermes-s6 1 ".utf8)
        guard text.starts(with: start), let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let path = text[start.count..<end]
        guard path.first == UInt8(ascii: "/") else { return nil }
        return try? S6Path(bytes: path)
    }
}
