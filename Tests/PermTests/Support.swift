@testable import PermCore

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

extension ServiceName {
    /// A name, or `nil` if the text is none.
    init?(text: String) { self.init(bytes(text).span) }
}
