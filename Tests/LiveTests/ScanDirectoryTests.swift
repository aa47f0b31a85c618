import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct ScanDirectoryTests {
    @Test func `the slots are what s6-svscan looks at`() throws {
        try LiveTree.with { tree in
            try tree.add("web", .steadyDown)
            let files = FileManager.default
            try files.createDirectory(atPath: tree.path + "/.hidden", withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: tree.path + "/file"))
            try files.createSymbolicLink(atPath: tree.path + "/link", withDestinationPath: "web")
            try files.createSymbolicLink(atPath: tree.path + "/dangling", withDestinationPath: "nothing")
            try files.createSymbolicLink(atPath: tree.path + "/tofile", withDestinationPath: "file")
            #expect(try tree.scandir.list() == [SlotName("link"), SlotName("web")])
        }
    }

    @Test func `five thousand slots are listed, in order`() throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: base) }
        for number in 0..<5000 { #expect(mkdir(base + "/slot-\(number)", 0o755) == 0) }
        let names = try ScanDirectory(S6Path(base)).list()
        #expect(names.count == 5000 && names == names.sorted() && names.first?.description == "slot-0")
    }

    @Test func `a slot comes and goes among five thousand other entries`() throws {
        try LiveTree.with { tree in
            for number in 0..<5000 { #expect(mkdir(tree.path + "/.other-\(number)", 0o755) == 0) }
            let scandir = try tree.scandir, name = try SlotName("web")
            try scandir.publish(name, before: soon()) { (slot) throws(S6Error) in
                try slot.addFile("run", "#!/bin/sh\nexec sleep 1000\n".utf8, mode: 0o755)
            }
            #expect(try scandir.list() == [name])
            try scandir.retire(name, before: soon())
            #expect(try scandir.list().isEmpty)
        }
    }

    @Test func `a missing scandir is named`() throws {
        let missing = ScanDirectory("/nonexistent/scan")
        #expect(throws: S6Error.system(.open, path: missing.path, errno: .noEntry)) { try missing.list() }
        #expect(throws: S6Error.system(.open, path: missing.path, errno: .noEntry)) { try missing.rescan() }
    }
}
