import S6Native

/// A process, as far as `/proc` shows it to whoever asks.
struct RunningProcess {
    /// Whether it is root's, by any of its user numbers.
    let isRoots: Bool
    /// Its words, if it is root's.
    let words: ScriptText
    /// Its program, if it is root's; `nil` where that may not be found out.
    let program: S6Path?

    /// `nil` if there is none, or no `/proc`.
    init?(_ pid: Int32, _ machine: Machine) {
        let place = machine.place(of: "/proc").appending("\(pid)".utf8)
        guard let process = try? Directory.handle(place), let status = try? Self.text("status", in: process),
            let users = Self.values(of: "Uid", in: status)
        else { return nil }
        let root = String(machine.keeper).utf8
        isRoots = users.contains { $0.elementsEqual(root) }
        // Another's memory is not root's to read: its arguments may be where reading them never ends.
        let line = isRoots ? (try? Self.text("cmdline", in: process)) ?? [] : []
        words = ScriptText(line.map { $0 == 0 ? UInt8(ascii: " ") : $0 })
        program =
            !isRoots ? nil : (try? process.readLink("exe")).flatMap { $0.bytes.first == UInt8(ascii: "/") ? $0 : nil }
    }

    private static func text(_ name: StaticString, in process: borrowing Directory) throws(S6Error) -> [UInt8] {
        try process.plainFile(EntryName("\(name)".utf8)).contents(limit: 1 << 16)
    }

    /// The words behind `NAME:` at the beginning of a line.
    private static func values(of name: StaticString, in text: [UInt8]) -> [ArraySlice<UInt8>]? {
        let prefix = Array("\(name):".utf8)
        let line = text.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: prefix) }
        return line?.dropFirst(prefix.count).split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
    }
}
