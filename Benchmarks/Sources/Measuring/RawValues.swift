import Glibc

/// Values as they were measured, a line of JSON each.
package final class RawValues {
    private let file: UnsafeMutablePointer<FILE>?

    /// Adds to a file; `nil` keeps nothing.
    package init(_ path: String?) throws(Failure) {
        file = path.flatMap { fopen($0, "ae") }
        if let path, file == nil { throw Failure("\(path): cannot be written: \(String(cString: strerror(errno)))") }
    }

    deinit { if let file { fclose(file) } }

    /// Writes a line of such members.
    package func write(_ members: KeyValuePairs<String, Value>) {
        guard let file else { return }
        fputs(Self.line(members) + "\n", file)
    }

    package static func line(_ members: KeyValuePairs<String, Value>) -> String {
        "{" + members.map { "\(quoted($0.key)):\($0.value.text)" }.joined(separator: ",") + "}"
    }

    /// A value of a member.
    package enum Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        case number(Int64)

        package init(stringLiteral value: String) { self = .text(value) }
        package init(integerLiteral value: Int64) { self = .number(value) }

        var text: String {
            switch self {
            case .text(let text): RawValues.quoted(text)
            case .number(let number): "\(number)"
            }
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
