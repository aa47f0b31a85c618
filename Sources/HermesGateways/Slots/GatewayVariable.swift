import S6Native

/// A variable that a gateway's `run` sets, checked: a script that root may run quotes nothing less.
public struct GatewayVariable: Equatable, Sendable {
    /// `[A-Za-z_][A-Za-z0-9_]*`.
    public let name: [UInt8]
    /// Anything but a newline or a NUL.
    public let value: [UInt8]

    /// Takes a name and a value.
    ///
    /// - Throws: ``GatewayError/invalidVariableName(bytes:)``, ``GatewayError/invalidVariableValue(name:)``.
    public init(name: some Sequence<UInt8>, value: some Sequence<UInt8>) throws(GatewayError) {
        let name = Array(name), value = Array(value)
        guard let first = name.first, Self.isLetter(first),
            name.allSatisfy({ Self.isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            !Self.isTheShellsOwn(name)
        else { throw .invalidVariableName(bytes: name) }
        guard !value.contains(0), !value.contains(UInt8(ascii: "\n")), !value.contains(UInt8(ascii: "\r")) else {
            throw .invalidVariableValue(name: name)
        }
        self.name = name
        self.value = value
    }

    /// Takes `NAME=VALUE`.
    ///
    /// - Throws: as ``init(name:value:)``.
    public init(assignment: [UInt8]) throws(GatewayError) {
        guard let equals = assignment.firstIndex(of: UInt8(ascii: "=")) else {
            throw .invalidVariableName(bytes: assignment)
        }
        try self.init(name: assignment[..<equals], value: assignment[(equals + 1)...])
    }

    /// What some shell does not let a script set, so that it would end there.
    private static func isTheShellsOwn(_ name: [UInt8]) -> Bool {
        let own: [StaticString] = ["OPTIND", "PPID", "UID", "EUID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO"]
        return own.contains { name.equals($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || byte == UInt8(ascii: "_")
    }
}
