import Foundation
import LiveTree
import S6Native
import Testing

/// What only root can prepare: file systems that are full, or mounted where a slot is.
@Suite(.asRoot, .timeLimit(.minutes(Soak.minutes))) struct FileSystemTests {
    /// A small file system of its own.
    func withFileSystem(_ options: String, _ body: (String) throws -> Void) throws {
        let place = FileManager.default.temporaryDirectory.path + "/hermes-s6-fs-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: place) }
        try #require(try Command.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place).code == 0)
        defer { _ = try? Command.run("umount", "-l", place) }
        try body(place)
    }

    @Test func `a slot on a full file system can be retired, which is what helps there`() throws {
        try withFileSystem("nr_inodes=64,size=1m,mode=755") { place in
            try LiveTree.with(in: place) { tree in
                try tree.add("web", .steady)
                var number = 0
                while FileManager.default.createFile(atPath: tree.base + "/\(number)", contents: nil) { number += 1 }
                let result = try tree.hermesctl("retire", "web")
                #expect(result.code == 0, "\(result)")
                #expect(!FileManager.default.fileExists(atPath: tree.path + "/web"))
            }
        }
    }

    @Test func `what is mounted in a slot is not emptied with it`() throws {
        try withFileSystem("size=1m") { place in
            try Data("kept".utf8).write(to: URL(filePath: place + "/file"))
            try LiveTree.with { tree in
                let path = try tree.add("web", .steady), point = path + "/data"
                try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: false)
                // The same device as well: what is mounted may be another directory of it.
                let other = tree.base + "/other"
                try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
                try Data("kept".utf8).write(to: URL(filePath: other + "/file"))
                for source in [place, other] {
                    try #require(try Command.run("mount", "--bind", source, point).code == 0)
                    let result = try tree.hermesctl("retire", "web")
                    #expect(result.code == 111 && result.errors.contains("something is mounted there"), "\(result)")
                    #expect(try Contents.text(source + "/file") == "kept")
                    let hidden = try FileManager.default.contentsOfDirectory(atPath: tree.path)
                        .first { $0.hasPrefix(".web.retired-") }
                    let mounted = tree.path + "/" + (try #require(hidden)) + "/data"
                    try #require(try Command.run("umount", mounted).code == 0)
                    #expect(try tree.hermesctl("retire", "web").code == 0)
                    guard source == place else { break }
                    try tree.add("web", .steady)
                    try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: false)
                }
            }
        }
    }
}
