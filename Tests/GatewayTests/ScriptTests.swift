import Foundation
import HermesGateways
import LiveTree
import S6Native
import Testing

@Suite struct ScriptTests {
    func scripts(
        _ profile: String,
        _ style: GatewayScripts.Style = .overlay,
        _ variables: [String] = []
    ) throws -> (run: String, finish: String, logger: String) {
        let variables = try variables.map { try GatewayVariable(assignment: Array($0.utf8)) }
        let scripts = GatewayScripts(
            of: try ProfileName(profile),
            style,
            hermesctl: "/usr/bin/hermesctl",
            variables: variables
        )
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        return (text(scripts.run), text(scripts.finish), text(scripts.logger))
    }

    @Test func `U04 B11 the run script of the overlay is what Hermes' was`() throws {
        let run = try scripts("coder").run
        #expect(run.hasPrefix("#!/command/with-contenv sh\nset -e\nexport HOME=/opt/data\ncd /opt/data\n"))
        #expect(run.contains("HERMES_S6_SUPERVISED_CHILD=1") && run.contains("HERMES_SUPERVISED_CHILD=1"))
        #expect(run.contains("exec s6-setuidgid hermes setpriv --pdeathsig TERM hermes -p coder gateway run --replace"))
        #expect(!run.contains("10000"), "P33: the uid is not baked in")
        #expect(!run.contains("HERMES_HOME="), "it comes from the container at run time")
    }

    @Test func `a tree of one's own needs no s6-overlay`() throws {
        let all = try scripts("coder", .plain)
        for style in [.overlay, .plain] as [GatewayScripts.Style] {
            #expect(try scripts("coder", style).run.contains("\nexport PATH=\"${HERMES_PATH:-$PATH}\"\n"))
        }
        for text in [all.run, all.finish, all.logger] {
            #expect(text.hasPrefix("#!/bin/sh\n") && !text.contains("with-contenv"))
        }
        let scratch = try Scratch()
        #expect(GatewayScripts.Style(root: try scratch.s6) == .plain)
        try scratch.write("", to: "command/with-contenv")
        #expect(GatewayScripts.Style(root: try scratch.s6) == .plain, "no environment was kept")
        try scratch.write("x", to: "run/s6/container_environment/HERMES_HOME")
        #expect(GatewayScripts.Style(root: try scratch.s6) == .overlay)
    }

    @Test func `U08 default has no -p, and every exec line has --replace`() throws {
        for (profile, name) in [("default", "hermes gateway run"), ("work", "hermes -p work gateway run")] {
            let lines = try scripts(profile).run.split(separator: "\n").filter { $0.contains("exec ") }
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.contains(name + " --replace") })
        }
    }

    @Test func `U07 variables are sorted and quoted, the last of one name counts`() throws {
        let run = try scripts("work", .overlay, ["B=a b", "A=it's", "B=$(id) \\ \"x\""]).run
        #expect(run.contains("export A='it'\\''s'\nexport B='$(id) \\ \"x\"'\nexport HERMES_S6"))
    }

    @Test func `U07 the shell takes a value as it is`() throws {
        let values = ["a b", "it's", "$(id) `id` $HOME", "\\n\\", "\"", "*", ";|&<>", "\u{7F}\u{1}"]
        for value in values {
            let run = try scripts("work", .plain, ["PROBE=\(value)"]).run
            let export = try #require(run.split(separator: "\n").first { $0.hasPrefix("export PROBE=") })
            let result = try Command.run("sh", "-c", export + "; printf %s \"$PROBE\"")
            #expect(result.output == value)
        }
    }

    @Test func `U04 the logger finds its place at run time, and copies before it stamps`() throws {
        let logger = try scripts("work").logger
        #expect(logger.contains("HERMES_HOME=\"${HERMES_HOME:-/opt/data}\""))
        #expect(logger.contains("exec s6-log 1 n10 s1000000 T \"$dir\""))
        #expect(logger.contains("s6-setuidgid hermes"))
    }

    @Test func `the scripts are scripts`() throws {
        for profile in ["default", "work"] {
            for style in [GatewayScripts.Style.overlay, .plain] {
                let all = try scripts(profile, style, ["A=it's"])
                for text in [all.run, all.finish, all.logger] {
                    let scratch = try Scratch()
                    try scratch.write(text, to: "script")
                    #expect(try Command.run("sh", "-n", scratch.path + "/script").code == 0)
                    #expect(!text.contains("\r") && !text.hasPrefix("\u{FEFF}"), "B84")
                }
            }
        }
    }
}
