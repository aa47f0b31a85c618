import Foundation
import LiveServices
import LiveTree
import Testing

/// `hermesctl logs` on a gateway's real logger.
@Suite(.live, .bounded) struct LogsCtlTests {
    @Test func `G16 what the gateway said is shown, and followed`() throws {
        try HermesTree.with { hermes in
            let none = try hermes.ctl("logs", "work")
            #expect(none.code == 0 && none.output.isEmpty && none.errors.contains("nothing has been logged yet"))
            #expect(try hermes.ctl("logs", "nobody").code == 104)
            let path = hermes.home + "/followed", output = open(path, O_WRONLY | O_CREAT, 0o644)
            defer { close(output) }
            let child = try hermes.begin(["logs", "work", "-f"], output: output)
            try hermes.ctl("gateway", "start", "-p", "work")
            try hermes.settle("work")
            try eventually("it follows") {
                hermes.text("followed", of: "default")?.contains("gateway work: runs as") == true
            }
            try hermes.ctl("gateway", "stop", "-p", "work")
            try eventually("it goes on") { hermes.text("followed", of: "default")?.contains("planned stop") == true }
            child.signal(SIGTERM)
            #expect(child.wait() == 128 + SIGTERM)
            let last = try hermes.ctl("logs", "work", "-n", "1")
            #expect(last.code == 0 && last.output.hasSuffix("gateway work: exits 0, planned stop\n"))
            #expect(last.output.split(separator: "\n").count == 1)
            #expect(try hermes.ctl("logs", "work", "--since", "1h").output.split(separator: "\n").count == 2)
            #expect(try hermes.ctl("logs", "work", "--since", "never").code == 100)
            #expect(try hermes.ctl("logs", "Work").code == 100)
        }
    }
}
