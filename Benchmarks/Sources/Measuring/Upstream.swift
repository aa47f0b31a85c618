import CFloor
import Glibc

/// What the Hermes runtime does today, in a process of its own that is up already: see upstream.py.
package final class Upstream {
    private let pid: CInt
    private let input: CInt
    private let output: CInt

    package init(_ words: [String]) throws(Failure) {
        var input: CInt = -1, output: CInt = -1
        pid = Spawned(words).withArguments { floor_companion($0, &input, &output) }
        (self.input, self.output) = (input, output)
        guard pid > 0 else { throw Failure("\(words.joined(separator: " ")): cannot be started") }
    }

    /// Has a verb done to some profiles; what it took until that was so.
    package func measure(_ verb: String, _ profiles: [String]) throws(Failure) -> Cost {
        let line = Array("\(verb) \(profiles.joined(separator: " "))\n".utf8)
        guard write(input, line, line.count) == line.count else {
            throw Failure("upstream.py has ended before: \(verb)")
        }
        let answer = try self.answer(verb).split(separator: " ").compactMap { Int64($0) }
        guard answer.count == 2 else { throw Failure("upstream.py gives no time: \(verb)") }
        return Cost(wall: answer[0], processor: answer[1])
    }

    /// The most memory that it has had, in KiB.
    package func peak() throws(Failure) -> Int64 { try measure("peak", []).wall }

    private func answer(_ verb: String) throws(Failure) -> String {
        var line: [UInt8] = [], byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        throw Failure("upstream.py has ended at: \(verb)")
    }

    package func end() {
        close(input)
        close(output)
        waitpid(pid, nil, 0)
    }
}
