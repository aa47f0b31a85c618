/// The variables that hermesctl looks at.
struct Environment {
    private let value: (String) -> [UInt8]?

    init(_ variables: [String: [UInt8]]) { value = { variables[$0] } }

    /// Those that `value` knows, each asked for when it is wanted: a command looks at a few of many.
    init(askedOf value: @escaping (String) -> [UInt8]?) { self.value = value }

    /// The value of a variable; `nil` if it is not set, or empty.
    subscript(name: String) -> [UInt8]? { value(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// The same, with a variable set, if there is a value.
    func overlaid(_ name: String, with value: [UInt8]?) -> Environment {
        guard let value else { return self }
        return Environment(askedOf: { [self] other in other == name ? value : self.value(other) })
    }

    /// Whether it is set to anything but nothing, as the convention of `NO_COLOR` has it.
    func has(_ name: String) -> Bool { self[name] != nil }

    /// Whether it is set to `1`, `true` or `yes`.
    func isTrue(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return ["1", "true", "yes"].contains(String(decoding: value, as: UTF8.self).lowercased())
    }
}
