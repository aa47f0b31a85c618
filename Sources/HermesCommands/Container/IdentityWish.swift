import HermesGateways
import S6Native

/// Which numbers the environment wants the user hermes to have: those that the files of a volume belong to already.
struct IdentityWish: Equatable {
    /// `nil` where none is wanted.
    let user: UInt32?
    /// The number of hermes' own group.
    let group: UInt32?

    /// A variable that is no number of a user or a group.
    struct Mistake: Error, Equatable {
        let variable: String
        let value: [UInt8]

        var description: String { "\(variable): cannot take \(ReadableText.of(value))" }
        var remedy: String { "a number from 1 to 65534, in digits: root is not to run what hermes runs" }
    }

    /// Reads `HERMES_UID` and `HERMES_GID`, or else `PUID` and `PGID`.
    init(_ environment: Environment) throws(Mistake) {
        user = try Self.number(["HERMES_UID", "PUID"], environment)
        group = try Self.number(["HERMES_GID", "PGID"], environment)
    }

    private static func number(_ variables: [String], _ environment: Environment) throws(Mistake) -> UInt32? {
        for variable in variables {
            guard let value = environment[variable] else { continue }
            guard let number: UInt32 = Decimal.number(value[...]), (1...65534).contains(number) else {
                throw Mistake(variable: variable, value: value)
            }
            return number
        }
        return nil
    }
}
