@testable import HermesCommands
import S6Native

/// Keeps what a command writes.
final class TestConsole: Console {
    let look: Look
    let lostOutput: Errno? = nil
    var output = ""
    var errors = ""

    init(_ look: Look = .plain) { self.look = look }

    func write(_ bytes: [UInt8]) { output += String(decoding: bytes, as: UTF8.self) }
    func complain(_ text: String) { errors += text }

    /// Runs hermesctl with `words`, and returns its code.
    static func run(_ words: [String], _ variables: [String: String] = [:]) -> (code: Int32, console: TestConsole) {
        let console = TestConsole()
        let environment = Environment(variables.mapValues { Array($0.utf8) })
        let code = HermesControl.run(words.map { Array($0.utf8) }, environment, console, holdsSignals: false)
        return (code, console)
    }
}
