// How many instructions and system calls an operation takes: a figure that does not depend on how busy the machine is.
// See scripts/bench-gate.
import CFloor
import Glibc
import Measuring
import S6Native

@main struct Gate {
    /// What is counted in process, and what of it is done so often.
    static let operations = ["status", "send", "subscribe", "wait"]

    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 4, words[1] == "do" { return try perform(words[2], ServiceDirectory(try S6Path(words[3]))) }
        guard words.count == 3 else {
            complain("usage: gate SERVICEDIR HERMESCTL")
            exit(100)
        }
        for operation in operations {
            let count = try count([words[0], "do", operation, words[1]], isMarked: true)
            print(operation, count.instructions, count.calls)
        }
        for (name, arguments) in [
            ("hermesctl-version", ["--version"]), ("hermesctl-status", ["status", "-o", "up,pid", words[1]]),
        ] {
            let count = try count([words[2]] + arguments)
            print(name, count.instructions, count.calls)
        }
    }

    /// Does it once for what is done the first time only, and once to be counted.
    private static func perform(_ operation: String, _ service: ServiceDirectory) throws {
        let ourselves = getpid()
        try perform(once: operation, service)
        kill(ourselves, SIGSTOP)
        try perform(once: operation, service)
        kill(ourselves, SIGSTOP)
    }

    private static func perform(once operation: String, _ service: ServiceDirectory) throws {
        switch operation {
        case "status": _ = try service.status()
        // SIGWINCH, which nobody minds.
        case "send": try service.send(.windowChange)
        case "subscribe": _ = try service.subscribe()
        default: try service.wait(for: .up, before: .never)
        }
    }

    private static func count(
        _ words: [String],
        isMarked: Bool = false
    ) throws(Failure) -> (instructions: UInt64, calls: UInt64) {
        // What is hashed, and with it what is compared, is the same each time, and on each processor the C library
        // copies memory in the same way.
        let plain = "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-RTM"
        let environment = [strdup("SWIFT_DETERMINISTIC_HASHING=1"), strdup("GLIBC_TUNABLES=\(plain)"), nil]
        var instructions: UInt64 = 0, calls: UInt64 = 0
        let result = Spawned(words).withArguments {
            floor_count($0, environment, isMarked ? 1 : 0, &instructions, &calls)
        }
        guard result == 0 else { throw Failure("cannot count: \(words.joined(separator: " "))") }
        return (instructions, calls)
    }
}
