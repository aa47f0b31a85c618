import Measuring

/// The words of a command line: `--name value`, and what follows.
struct Options {
    private var values: [String: [String]] = [:]

    init(_ words: ArraySlice<String>, knowing names: Set<String>) throws(Failure) {
        var words = words
        while let word = words.popFirst() {
            guard names.contains(word) else {
                throw Failure("cannot use \(word): it takes \(names.sorted().joined(separator: ", "))")
            }
            guard let value = words.popFirst() else { throw Failure("cannot use \(word): its value is missing") }
            values[word, default: []].append(value)
        }
    }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func text(_ name: String) -> String? { values[name]?.last }

    func needed(_ name: String) throws(Failure) -> String {
        guard let value = text(name) else { throw Failure("cannot run: \(name) is missing") }
        return value
    }

    func number(_ name: String, or standard: Int, in range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let text = text(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw Failure(
                "cannot use \(name) \(text): it takes a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }
}
