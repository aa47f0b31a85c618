import CFloor
import Foundation
import Measuring

/// One byte for a service of root's, by every way that there is, in turn: see scripts/perm-figures.
enum BridgeFigures {
    /// A way: its name, who runs it, and its words.
    ///
    /// What begins with `socket` is asked within this process.
    private struct Way {
        let name: String
        let user: UInt32
        let words: [String]

        /// A way that is written as `NAME=USER:WORD WORD...`.
        init?(_ text: String) {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let colon = parts[1].firstIndex(of: ":"), let user = UInt32(parts[1][..<colon])
            else { return nil }
            name = parts[0]
            self.user = user
            words = parts[1][parts[1].index(after: colon)...].split(separator: " ").map(String.init)
        }

        func run() -> Int64 {
            if words[0] == "socket" { return floor_ask_socket(words[1], words[2...].joined(separator: " ") + "\n") }
            var pointers = words.map { strdup($0) } + [nil]
            defer { for pointer in pointers { free(pointer) } }
            return floor_spawn_as(user, &pointers)
        }
    }

    /// Runs all, `rounds` times, and compares each with the last.
    static func compare(_ texts: [String], _ rounds: Int) {
        let ways = texts.map { text in
            guard let way = Way(text) else { fatalError("\(text): write NAME=USER:COMMAND") }
            return way
        }
        var samples = [Samples](repeating: Samples(), count: ways.count)
        for round in 0...rounds {
            for (number, way) in ways.enumerated() {
                let time = way.run()
                guard time >= 0 else { fatalError("\(way.name) failed: \(way.words)") }
                if round > 0 { samples[number].add(time) }
            }
            usleep(200_000)  // the broker's allowance
        }
        if let raw = try? RawValues(getenv("HERMES_RAW").map { String(cString: $0) }) {
            for (way, samples) in zip(ways, samples) {
                Summary.write("send to root's", way.name, 1, samples, Samples(), to: raw)
            }
        }
        Report.row("one byte for a service of root's", zip(ways, samples).map { ($0.name, Optional($1)) })
    }
}
