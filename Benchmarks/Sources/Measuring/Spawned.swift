import CFloor
import Glibc

/// A program that is run as a process, as C spawns it.
package struct Spawned: Sendable {
    /// Its path, and what it is told.
    package let words: [String]

    /// A program; one without a slash is looked for on the PATH.
    package init(_ words: [String]) { self.words = [Self.find(words[0]) ?? words[0]] + words.dropFirst() }

    /// Where a program is on the PATH.
    package static func find(_ program: String) -> String? {
        guard !program.contains("/") else { return access(program, X_OK) == 0 ? program : nil }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let places = path.split(separator: ":").map(String.init) + ["/command", "/usr/bin", "/bin"]
        return places.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs it to its end, which has to be a good one.
    package func run() throws(Failure) -> Cost {
        let (cost, code) = try runToAnyEnd()
        guard code == 0 else { throw Failure("\(shortened): ended with \(code)") }
        return cost
    }

    /// The command as an error tells of it: it may have thousands of operands.
    private var shortened: String { words.prefix(6).joined(separator: " ") + (words.count > 6 ? " ..." : "") }

    /// Runs it to its end; what it took, and what it exited with.
    package func runToAnyEnd() throws(Failure) -> (Cost, code: CInt) {
        var cost = floor_cost()
        guard withArguments({ floor_run($0, &cost) }) == 0 else { throw Failure("\(words[0]): cannot be started") }
        return (Cost(wall: cost.wall, processor: cost.cpu), cost.code)
    }

    /// The most memory that it has at once, in KiB; `nil` where that cannot be seen.
    package func peak() -> Int64? {
        let peak = withArguments { floor_peak($0) }
        return peak < 0 ? nil : peak
    }

    package func withArguments<Result>(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
        let pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}

/// Why something cannot be measured.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
