// How long control takes, beside whatever else a user could pick: see docs/benchmarks.md.
import CFloor
import Glibc
import Measuring
import S6Native

@main struct HermesBench {
    static let usage = """
        Measures how long it takes to control services.

        Usage: hermes-bench live --scandir DIR [--rounds N] [--hermesctl PROGRAM] [--raw FILE]
               hermes-bench macro|scale|gateways OPTION...    what scripts/bench runs

        live runs on a tree that is in use: it publishes a slot of its own, hermes-bench-PID, and measures on that one; in
        each round it publishes and retires another, hermes-bench-PID-new. Both are gone in the end. Nothing else is
        touched. FILE gets every value, a line of JSON each.

        """

    static func main() {
        let words = CommandLine.arguments
        do {
            switch words.dropFirst().first {
            case "live": try Live.run(Options(words.dropFirst(2), knowing: Live.options))
            case "macro": try Macro.run(Options(words.dropFirst(2), knowing: Macro.options))
            case "scale": try Scale.run(Options(words.dropFirst(2), knowing: Scale.options))
            case "--help", "-h": print(usage, terminator: "")
            case "gateways": try Gateways.run(Options(words.dropFirst(2), knowing: Gateways.options))
            default:
                complain("hermes-bench: cannot run: say live\n  see: hermes-bench --help")
                exit(100)
            }
        } catch let error as S6Error {
            complain("hermes-bench: \(error)" + (error.remedy.map { "\n  \($0)" } ?? ""))
            exit(111)
        } catch {
            complain("hermes-bench: \(error)")
            exit(111)
        }
    }
}
