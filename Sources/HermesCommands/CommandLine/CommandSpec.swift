/// What a command is called, takes and does: what its words are parsed by, and its help is made of.
struct CommandSpec {
    /// The words that name it: `status`, or `tree run`.
    let words: [String]
    /// A line on what it does.
    let summary: String
    /// What follows the options, as in a usage line: `NAME...`.
    let operands: String
    /// How many operands there have to be.
    let operandCount: ClosedRange<Int>
    let options: [OptionSpec]
    /// What is waited for at most, where `--timeout` is taken and not given; `nil` is for ever.
    var defaultTimeout: Duration? = .seconds(30)
    /// What else a user has to know.
    let discussion: String
    /// A command line, and what it is for.
    let example: String

    var name: String { words.joined(separator: " ") }

    /// Any number of operands from `count` on.
    static func atLeast(_ count: Int) -> ClosedRange<Int> { count...Int.max }
}
