import S6Native

/// `/etc/group` itself: no name service is asked, which a static program could not.
struct GroupFile {
    /// A group, and who is in it besides those whose own group it is.
    struct Group: Equatable {
        let name: String
        let number: UInt32
        let members: [String]
    }

    private let text: [UInt8]

    init(_ machine: Machine) throws(S6Error) {
        text = try Directory.handle(trusting: machine.place(of: "/etc")).plainFile("group").contents(limit: 1 << 20)
    }

    /// The group that has a name; `nil` if there is none.
    func group(named name: String) -> Group? { first { $0.name == name } }

    /// The first group that has a number; `nil` if there is none.
    func group(numbered number: UInt32) -> Group? { first { $0.number == number } }

    private func first(_ isWanted: (Group) -> Bool) -> Group? {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count >= 3, let number: UInt32 = Decimal.number(fields[2]) else { continue }
            let members = fields.dropFirst(3).first?.split(separator: UInt8(ascii: ",")).map { ReadableText.of($0) }
            let group = Group(name: ReadableText.of(fields[0]), number: number, members: members ?? [])
            if isWanted(group) { return group }
        }
        return nil
    }
}
