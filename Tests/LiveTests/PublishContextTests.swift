import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

/// The halves of helper-security's tests 6, 7 and 58 that are about publication.
@Suite(.live, .bounded) struct PublishContextTests {
    /// Publishes a servicedir in a shell's context.
    func publish(_ context: String, in tree: LiveTree) throws -> Command.Result {
        let source = tree.base + "/source"
        try Longrun.steady.write(to: source)
        let line = "\(context); exec \(HermesCtl.path) publish \(source) --as web --timeout 20"
        return try Command.run(["sh", "-c", line], environment: ["HERMES_SCANDIR": tree.path])
    }

    @Test(arguments: ["000", "022", "077"])
    func `6: the umask has no part in the modes`(umask: String) throws {
        try LiveTree.with { (tree) throws in
            let result = try publish("umask \(umask)", in: tree)
            #expect(result.code == 0, "\(result)")
            let modes = try Command.run(
                "stat",
                "-c",
                "%a",
                tree.path + "/web",
                tree.path + "/web/run",
                tree.path + "/web/event"
            )
            #expect(modes.output == "755\n755\n3730\n")
        }
    }

    @Test func `6: a umask that takes from oneself is refused, and leaves nothing that the next does not put right`()
        throws
    {
        try LiveTree.with { (tree) throws in
            #expect(try publish("umask 777", in: tree).code == 111)
            #expect(try tree.scandir.list().isEmpty)
            #expect(try publish(":", in: tree).code == 0)
        }
    }

    @Test func `7: who may write no file publishes nothing, and leaves nothing that the next does not put right`()
        throws
    {
        try LiveTree.with { (tree) throws in
            #expect(try publish("ulimit -f 0", in: tree).code != 0)
            #expect(try tree.scandir.list().isEmpty)
            let result = try publish(":", in: tree)
            #expect(result.code == 0, "\(result)")
            let entries = try FileManager.default.contentsOfDirectory(atPath: tree.path).sorted()
            #expect(entries.filter { $0 != ".s6-svscan" && !$0.hasSuffix(".lock") } == ["web"], "\(entries)")
        }
    }

    @Test func `58: killed at any moment it has published all of it or nothing`() throws {
        try LiveTree.with { (tree) throws in
            let source = tree.base + "/source"
            try Longrun.steady.write(to: source)
            for round in 0..<Soak.count(600, otherwise: 20) {
                let name = "web\(round)"
                let child = try tree.begin([HermesCtl.path, "publish", source, "--as", name, "--timeout", "20"])
                usleep(.random(in: 0..<6000))
                child.signal(SIGKILL)
                child.wait()
                let path = tree.path + "/" + name
                if FileManager.default.fileExists(atPath: path) {
                    #expect(FileManager.default.isExecutableFile(atPath: path + "/run"))
                    #expect(try tree.hermesctl("retire", name, "--timeout", "20").code == 0)
                } else {
                    #expect(try tree.hermesctl("publish", source, "--as", name, "--timeout", "20").code == 0)
                    #expect(try tree.hermesctl("retire", name, "--timeout", "20").code == 0)
                }
            }
            #expect(try tree.scandir.list().isEmpty)
        }
    }
}
