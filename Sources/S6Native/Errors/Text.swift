/// Text that is put together from pieces, in bytes.
///
/// What is written as a literal here is a `String` elsewhere. In the C library that would be a tenth of it: a `String`
/// brings along what it knows of Unicode, and none of that is needed to say what went wrong.
package struct Text: Equatable, Sendable {
    /// UTF-8, as far as what was put in is.
    package private(set) var bytes: [UInt8]

    /// Takes bytes as they are.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of a text that is written down there.
    package static func bytes(_ text: Text) -> [UInt8] { text.bytes }

    /// As a `String`, in which what is not UTF-8 is repaired.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package var isEmpty: Bool { bytes.isEmpty }

    package static func += (left: inout Text, right: Text) { left.bytes += right.bytes }

    package static func + (left: Text, right: Text) -> Text { Text(bytes: left.bytes + right.bytes) }
}

/// What can be said in words.
package protocol Worded {
    /// The words.
    var text: Text { get }
}

extension Text: ExpressibleByStringInterpolation {
    package init(stringLiteral literal: StaticString) { bytes = Array(literal) }

    package init(stringInterpolation pieces: Pieces) { bytes = pieces.bytes }

    /// The text as far as it is put together.
    package struct Pieces: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: StaticString) { bytes += Array(literal) }

        package mutating func appendInterpolation(_ text: StaticString) { bytes += Array(text) }

        package mutating func appendInterpolation(_ text: Text) { bytes += text.bytes }

        package mutating func appendInterpolation(_ value: some Worded) { bytes += value.text.bytes }

        package mutating func appendInterpolation(_ number: some FixedWidthInteger) {
            bytes += Decimal.digits(Int64(truncatingIfNeeded: number))
        }
    }
}
