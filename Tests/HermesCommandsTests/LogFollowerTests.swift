import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

/// Following, a look at a time: what happens in between is done by hand.
@Suite struct LogFollowerTests {
    /// Keeps what is sent.
    final class Kept {
        var text = ""
        var passedOver: [S6Error] = []
    }

    /// Follows from the end of what `log` has when `body` begins; `look` returns what has come since the last.
    func following(
        _ log: LogFolder,
        from wanted: LogSelection = LogSelection(last: 0),
        _ body: (_ look: () throws -> String) throws -> Void
    ) throws {
        let kept = Kept(), directory = try log.directory()
        let output = LogOutput(about: directory.path, sanitize: false, cancel: nil) {
            kept.text += String(decoding: $0, as: UTF8.self)
            return true
        }
        var follower = try LogFollower(directory, output) { kept.passedOver.append($0) }
        try follower.begin(from: wanted)
        try body {
            try follower.catchUp()
            defer { kept.text = "" }
            return kept.text
        }
        #expect(kept.passedOver.isEmpty)
    }

    @Test func `what is appended comes, and nothing that was there`() throws {
        let log = try LogFolder()
        log.append("archived\n")
        log.rotate()
        log.append("old\n")
        try following(log) { look throws in
            #expect(try look() == "")
            log.append("a\npart")
            #expect(try look() == "a\npart")
            log.append("ial\n")
            #expect(try look() == "ial\n")
            #expect(try look() == "")
        }
        try following(log, from: LogSelection(last: 2)) { look throws in #expect(try look() == "a\npartial\n") }
        try following(log, from: LogSelection()) { look throws in #expect(try look() == "archived\nold\na\npartial\n") }
    }

    @Test func `a look at each step of a rotation loses nothing and repeats nothing`() throws {
        let log = try LogFolder()
        log.append("a\n")
        try following(log) { look throws in
            for round in 0..<20 {
                log.append("b\(round)\n")
                log.rename("current", "previous")
                #expect(try look() == "b\(round)\n")
                log.append("c\(round)\n")
                #expect(try look() == "c\(round)\n")
                log.link("previous", log.archiveName())
                #expect(try look() == "")
                log.append("d\(round)\n")
                log.unlink("previous")
                #expect(try look() == "d\(round)\n")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 10]) func `many rotations between two looks lose nothing`(rotations: Int) throws {
        let log = try LogFolder()
        log.append("zero\n")
        try following(log) { look throws in
            for round in 0..<10 {
                var expected = ""
                for number in 0..<rotations {
                    let line = "\(round).\(number)\n"
                    log.append(line)
                    log.rotate()
                    expected += line
                }
                if round % 3 == 1 {  // the last of them is half done
                    log.append("half\n")
                    log.rename("current", "previous")
                    expected += "half\n"
                    if round % 2 == 0 { log.append("") }
                }
                #expect(try look() == expected)
                if round % 3 == 1 { log.archive() }
                if round % 3 == 1 && round % 2 == 1 { log.append("") }
            }
        }
    }

    @Test func `what has been trimmed is lost, and the rest is not`() throws {
        let log = try LogFolder()
        log.append("zero\n")
        try following(log) { look throws in
            var names: [String] = []
            for number in 0..<8 {
                log.append("\(number)\n")
                names.append(log.rotate())
            }
            for name in names.prefix(4) { log.unlink(name) }
            #expect(try look() == "0\n4\n5\n6\n7\n")  // what was held open is not lost either
        }
    }

    @Test func `an inode that is used again is another file`() throws {
        let log = try LogFolder()
        log.append("zero\n")
        log.rotate()
        try following(log) { look throws in
            for number in 0..<50 {
                log.append("\(number)\n")
                log.unlink(log.rotate())  // its number is free for the next
                log.append("and \(number)\n")
                #expect(try look() == "\(number)\nand \(number)\n")
            }
        }
    }

    @Test func `an s6-log that was killed is followed by the next`() throws {
        let log = try LogFolder()
        log.append("zero\n")
        try following(log) { look throws in
            log.append("un")
            #expect(try look() == "un")
            log.append("finished\n")
            log.link("current", log.archiveName("u"))
            #expect(try look() == "finished\n")
            log.unlink("current")
            #expect(try look() == "")
            log.append("next\n")
            #expect(try look() == "next\n")
            log.rename("current", "previous")  // killed in a rotation
            log.append("after\n")
            log.archive("previous", "u")
            log.archive("current", "u")
            log.append("third\n")
            #expect(try look() == "after\nthird\n")
        }
    }

    @Test func `a killed one may have left its file with two names`() throws {
        let log = try LogFolder()
        log.append("a\n")
        log.rename("current", "previous")
        log.append("b\n")
        log.link("previous", log.archiveName())
        try following(log, from: LogSelection()) { look throws in
            #expect(try look() == "a\nb\n")
            log.append("c\n")
            #expect(try look() == "c\n")
            log.unlink("previous")
            log.archive("current", "u")
            log.append("d\n")
            #expect(try look() == "d\n")
        }
    }

    @Test func `a clock that is set back loses nothing`() throws {
        let log = try LogFolder()
        log.append("zero\n")
        log.rotate()
        try following(log) { look throws in
            log.append("a\n")
            log.rename("current", "previous")
            log.append("b\n")
            log.rename("previous", "@" + TAI64N(unixSeconds: 5, nanoseconds: 0).hexadecimal + ".s")
            #expect(try look() == "a\nb\n")
            log.rotate()
            log.append("c\n")
            #expect(try look() == "c\n")
        }
    }

    @Test func `a current that is emptied is read from its beginning`() throws {
        let log = try LogFolder()
        log.append("a long line that was there\n")
        try following(log) { look throws in
            #expect(try look() == "")
            truncate(log.path + "/current", 0)
            #expect(try look() == "")
            log.append("b\n")
            #expect(try look() == "b\n")
        }
    }

    @Test func `a current of no file ends it`() throws {
        let log = try LogFolder()
        log.append("a\n")
        let path = try S6Path(log.path + "/current")
        #expect(throws: S6Error.wrongFileType(path, expected: .regularFile)) {
            try following(log) { look throws in
                log.unlink("current")
                mkfifo(log.path + "/current", 0o644)
                _ = try look()
            }
        }
    }

    @Test func `what is planted while it is followed is told once`() throws {
        let log = try LogFolder(), kept = Kept()
        let output = LogOutput(about: try log.directory().path, sanitize: false, cancel: nil) {
            kept.text += String(decoding: $0, as: UTF8.self)
            return true
        }
        var follower = try LogFollower(try log.directory(), output) { kept.passedOver.append($0) }
        try follower.begin(from: LogSelection())
        let name = log.path + "/" + log.archiveName()
        mkfifo(name, 0o644)
        for line in ["a\n", "b\n", "c\n"] {
            log.append(line)
            try follower.catchUp()
            log.rotate()
            try follower.catchUp()
        }
        #expect(kept.text == "a\nb\nc\n")
        #expect(kept.passedOver == [.wrongFileType(try S6Path(name), expected: .regularFile)])
    }

    @Test func `what is written between the last read and the look is not lost`() throws {
        let log = try LogFolder(), kept = Kept()
        log.append("a\n")
        let output = LogOutput(about: try log.directory().path, sanitize: false, cancel: nil) {
            kept.text += String(decoding: $0, as: UTF8.self)
            return true
        }
        // It is told of what is strange when it has looked, and has read the old file to its end before that.
        var follower = try LogFollower(try log.directory(), output) { _ in log.append("late\n", to: "previous") }
        try follower.begin(from: LogSelection())
        log.rename("current", "previous")
        log.append("b\n")
        mkfifo(log.path + "/" + log.archiveName(), 0o644)
        try follower.catchUp()
        #expect(kept.text == "a\nlate\nb\n")
    }
}
