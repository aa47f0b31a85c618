import HermesGateways
import S6Native

/// Where a command's output goes.
///
/// Tests give one that keeps it.
protocol Console: AnyObject {
    var look: Look { get }
    /// Why something that was written did not go out; `nil` if all did.
    var lostOutput: Errno? { get }
    /// Writes to the standard output.
    func write(_ bytes: [UInt8])
    /// Writes to the standard error.
    func complain(_ text: String)
}

extension Console {
    func write(_ text: String) { write(Array(text.utf8)) }

    /// A line for what went wrong, and one for what helps.
    func complain(_ error: S6Error) {
        complain(error.description + "\n" + (error.remedy.map { "  \($0)\n" } ?? ""))
    }

    func complain(_ error: GatewayError) {
        complain(error.description + "\n" + (error.remedy.map { "  \($0)\n" } ?? ""))
    }

    func complain(_ error: UsageError) { complain("hermesctl \(error.message)\n  \(error.remedy)\n") }
}
