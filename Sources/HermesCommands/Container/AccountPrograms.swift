import S6Native

/// Debian's programs that change accounts.
struct AccountPrograms {
    /// What a program did not do, and why.
    struct Refusal: Error {
        let command: String
        /// What it said, in lines.
        let said: [UInt8]
    }

    /// Runs one to its end.
    func run(_ name: String, _ words: String...) throws(Refusal) {
        let command = ([name] + words).joined(separator: " ")
        guard let program = Program(ofSystem: name) else {
            throw Refusal(command: command, said: Array("\(name): not found: install Debian's package passwd".utf8))
        }
        let output = program.output(words.map { Array($0.utf8) })
        guard let output, output.code == 0 else { throw Refusal(command: command, said: output?.output ?? []) }
    }
}

extension AccountPrograms.Refusal {
    /// In words, a line each.
    var description: String {
        let lines = said.split(separator: UInt8(ascii: "\n")).map { ReadableText.of($0) }
        return (["\(command): refused"] + lines).joined(separator: ": ")
    }
}
