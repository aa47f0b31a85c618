import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@testable import HermesCommands

/// Following what a real s6-log writes, rotates and leaves when it is killed.
@Suite(.live, .bounded) struct LogFollowTests {
    @Test func `a storm of rotations is followed to the byte`() throws {
        try LiveLog.with { log in
            let follower = try log.follow()
            let some = Soak.count(1_000_000, otherwise: 40_000)
            var count = 0
            // How often it rotates depends on how much it finds to read at once.
            try eventually("it has rotated many times") {
                for _ in 0..<some {
                    log.say("line \(count)")
                    count += 1
                }
                return try log.archives() > 20
            }
            try eventually("all has come") { follower.ends(with: "line \(count - 1)\n") }
            try eventually("it is what is on disk, once no rotation is under way") { follower.text == log.onDisk }
            let isComplete = log.numbers(in: follower.text) == Array(0..<count)
            #expect(isComplete)
            #expect(follower.end() as? S6Error == .cancelled)
        }
    }

    @Test func `a reader that sleeps through many rotations misses nothing`() throws {
        try LiveLog.with { log in
            let follower = try log.follow()
            for round in 0..<5 {
                let before = try log.archives()
                follower.hold()
                try eventually("it has rotated many times") {
                    for number in 0..<500 { log.say("round \(round) line \(number)") }
                    return try log.archives() >= before + 5
                }
                follower.release()
                try eventually("all has come") { follower.text == log.onDisk }
            }
            #expect(follower.end() as? S6Error == .cancelled)
        }
    }

    @Test func `an s6-log that is killed again and again is followed by the next`() throws {
        try LiveLog.with { log in
            let follower = try log.follow()
            for round in 0..<Soak.count(1000) {
                for number in 0..<300 { log.say("round \(round) line \(number)") }
                if round % 4 == 3 { try log.endWell() } else { log.kill() }
                try log.start()
            }
            log.say("the end")
            try eventually("all has come") { follower.ends(with: "the end\n") }
            try eventually("it is what is on disk, once no rotation is under way") { follower.text == log.onDisk }
            #expect(try log.names().contains { $0.hasSuffix(".u") })
            #expect(follower.end() as? S6Error == .cancelled)
        }
    }

    @Test func `a log that is not there yet is waited for, from the nearest directory that is`() throws {
        try LiveLog.with(below: "/a/b/c", starts: false) { log in
            let follower = try log.follow(last: 0)
            for depth in ["/a", "/a/b"] {
                try eventually("it sleeps") { follower.isAsleep }
                try FileManager.default.createDirectory(atPath: log.base + depth, withIntermediateDirectories: false)
            }
            try log.start()
            log.say("first")
            try eventually("it has come") { follower.ends(with: "first\n") }
            // The profile is deleted, and made again.
            try log.endWell()
            try FileManager.default.removeItem(atPath: log.base + "/a")
            try FileManager.default.createDirectory(atPath: log.base + "/a/b", withIntermediateDirectories: true)
            try log.start()
            log.say("second")
            try eventually("that too") { follower.ends(with: "second\n") }
            #expect(follower.text.split(separator: "\n").count == 2)
            #expect(follower.end() as? S6Error == .cancelled)
        }
    }

    @Test func `a directory that is replaced is left for the new one`() throws {
        try LiveLog.with { log in
            let follower = try log.follow()
            log.say("first")
            try eventually("it has come") { follower.ends(with: "first\n") }
            try log.endWell()
            try FileManager.default.moveItem(atPath: log.path, toPath: log.path + ".old")
            try log.start()
            log.say("second")
            try eventually("that too") { follower.ends(with: "second\n") }
            #expect(follower.text.split(separator: "\n").count == 2)
            #expect(follower.end() as? S6Error == .cancelled)
        }
    }

    @Test(arguments: ["T", "t"]) func `what s6-log stamps is found by its time`(stamp: String) throws {
        try LiveLog.with(stamp: stamp) { log in
            log.say("before")
            try eventually("it is there") { log.lines.count == 1 }
            let between = LogSince(.now)
            log.say("after")
            try eventually("it is there") { log.lines.count == 2 }
            #expect(try log.shown(since: LogSince("1h", now: .now)) == log.onDisk)
            #expect(try log.shown(since: between) == log.lines[1] + "\n")
            #expect(try log.shown(since: LogSince(.now)) == "")
            #expect(try log.shown(last: 1) == log.lines[1] + "\n")
        }
    }

    @Test func `a snapshot while it rotates is in order and whole`() throws {
        try LiveLog.with { log in
            let count = Soak.count(500_000, otherwise: 40_000)
            let writer = Background { for number in 0..<count { log.say("line \(number)") } }
            var last = 0
            while last < count - 1 {
                let numbers = log.numbers(in: try log.shown())
                let isInOrder = numbers == Array(0..<numbers.count)
                #expect(isInOrder)
                #expect(numbers.count >= last)
                last = numbers.last ?? 0
                let tail = log.numbers(in: try log.shown(last: 100))
                #expect((min(last, 99)...100).contains(tail.count))
                #expect(zip(tail, tail.dropFirst()).allSatisfy { $0 + 1 == $1 })
            }
            #expect(writer.wait() == nil)
        }
    }
}
