import Foundation
import LiveTree
import Testing

/// What the helper asks of the kernel, call by call: no more, and nothing in another order.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct SystemCallTests {
    static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/helper.calls")

    /// The calls of `web up`, one a line, with what they open and write.
    func calls(in world: World) throws -> String {
        // Root may trace it without taking its bit away.
        let trace =
            "strace -qq -e signal=none -s 64 -o /run/trace setpriv --reuid 10000 --regid 10000 --clear-groups \(World.helper) web up"
        try world.root(trace)
        let lines = try world.root("sed '1,/^execve(\"[^\"]*perm-helper/d' /run/trace").split(separator: "\n")
        return lines.map { line in
            let name = String(line.prefix { $0 != "(" })
            let text =
                line.split(separator: "\"", omittingEmptySubsequences: false).dropFirst().first.map { " \"\($0)\"" }
                ?? ""
            return name + (["openat", "readlinkat", "write", "chdir"].contains(name) ? text : "") + "\n"
        }.joined()
    }

    @Test(arguments: World.Mode.allCases)
    func `the calls are those of the list`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.add("web")
            try world.grant("web")
            try world.policy("10000 web u")
            let calls = try calls(in: world)
            if ProcessInfo.processInfo.environment["HERMES_GOLDEN"] == "1" {
                try calls.write(to: Self.golden, atomically: true, encoding: .utf8)
            }
            #expect(try calls == Contents.text(Self.golden.path))
            #expect(calls.split(separator: "\n").count <= 70)
        }
    }
}
