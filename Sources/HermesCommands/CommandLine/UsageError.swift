/// Words that make no command.
struct UsageError: Error, Equatable {
    /// What cannot be done, and why.
    let message: String
    /// The command whose help says more; `nil` for that of all.
    var command: String?

    var remedy: String { "see: hermesctl \(command.map { $0 + " " } ?? "")--help" }
}
