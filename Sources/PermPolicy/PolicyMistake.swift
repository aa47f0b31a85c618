public import S6Native

/// What is wrong with a policy that people wrote.
///
/// One mistake refuses the whole file.
public struct PolicyMistake: Error, Equatable, Sendable {
    /// Which line, counted from 1; `nil` for what is about the file as a whole.
    public let line: Int?
    /// What is wrong.
    public let reason: String
    /// What to write instead.
    public let remedy: String

    init(_ line: Int?, _ reason: String, remedy: String) {
        self.line = line
        self.reason = reason
        self.remedy = remedy
    }

    /// The mistake as `FILE:LINE: reason`.
    public func description(of file: S6Path) -> String {
        line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
