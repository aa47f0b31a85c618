import Foundation
@testable import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite struct StateTests {
    func file(_ scratch: Scratch) throws -> GatewayStateFile {
        GatewayStateFile(of: .standard, in: HermesHome(try scratch.s6))
    }

    func write(_ desired: DesiredState, _ scratch: Scratch) throws {
        try file(scratch).write(desired, before: .after(.seconds(5)))
    }

    @Test func `B28 what is there is kept, and what is wanted is added`() throws {
        let scratch = try Scratch()
        let text =
            "\u{FEFF}{\"pid\": 42,  \"platforms\":{\"x\":{\"desired_state\":\"y\"}}, \"updated_at\":\"2026-11-21T00:00:00Z\"}\n"
        try scratch.write(text, to: "gateway_state.json")
        #expect(chmod(scratch.path + "/gateway_state.json", 0o640) == 0)
        try write(.stopped, scratch)
        let want = text.replacingOccurrences(of: "Z\"}", with: "Z\",\"desired_state\":\"stopped\"}")
        #expect(try Contents.data(scratch.path + "/gateway_state.json") == Data(want.utf8))
        #expect(try scratch.mode("gateway_state.json") == 0o640)
        try write(.running, scratch)
        #expect(try file(scratch).read().desiredState == .running)
        #expect(try file(scratch).read().pid == 42)
    }

    @Test func `B28 junk is replaced, and where nothing is, something is made`() throws {
        for junk in [nil, "", "junk", "[1]"] {
            let scratch = try Scratch()
            if let junk { try scratch.write(junk, to: "gateway_state.json") }
            try write(.running, scratch)
            #expect(scratch.text("gateway_state.json") == "{\"desired_state\":\"running\"}\n")
            #expect(scratch.text("gateway_state.json.bad") == (junk?.isEmpty == false ? junk : nil), "nothing is lost")
        }
    }

    @Test func `what is so already is not written again`() throws {
        let scratch = try Scratch()
        try write(.running, scratch)
        let before = try FileManager.default.attributesOfItem(atPath: scratch.path + "/gateway_state.json")[
            .systemFileNumber
        ]
        #expect(try !file(scratch).write(.running, before: .now))
        let after = try FileManager.default.attributesOfItem(atPath: scratch.path + "/gateway_state.json")[
            .systemFileNumber
        ]
        #expect(before as? Int == after as? Int)
    }

    @Test func `B28 a home that is not there is not made`() throws {
        let file = GatewayStateFile(of: try name("gone"), in: HermesHome("/nonexistent"))
        #expect(try !file.write(.running, before: .now))
    }

    @Test func `a link is not written through, nor a FIFO waited for`() throws {
        let scratch = try Scratch()
        try scratch.write("{}", to: "victim")
        #expect(symlink("victim", scratch.path + "/gateway_state.json") == 0)
        #expect(throws: GatewayError.self) { try write(.running, scratch) }
        #expect(scratch.text("victim") == "{}")
        let other = try Scratch()
        #expect(mkfifo(other.path + "/gateway_state.json", 0o644) == 0)
        #expect(throws: GatewayError.self) { try write(.running, other) }
    }

    @Test func `what a killed writer has left is swept`() throws {
        let scratch = try Scratch()
        try scratch.write("x", to: ".gateway_state.json.tmp-abcdef")
        try scratch.write("x", to: ".gateway_state.json.tmp-toolong")
        try write(.running, scratch)
        #expect(!scratch.has(".gateway_state.json.tmp-abcdef") && scratch.has(".gateway_state.json.tmp-toolong"))
    }

    @Test func `two writers take turns, and the one that waits does not wait for ever`() throws {
        let scratch = try Scratch()
        try scratch.write("", to: ".gateway_state.lock")
        let script = "cd '\(scratch.path)'; exec 9<> .gateway_state.lock; flock 9; echo > held; exec sleep 100"
        let locked = try Child(["sh", "-c", script])
        try eventually("it is locked") { scratch.has("held") }
        let error = #expect(throws: GatewayError.self) {
            try file(scratch).write(.running, before: .after(.milliseconds(100)))
        }
        let lock = try S6Path(scratch.path + "/.gateway_state.lock")
        #expect(error == .s6(.locked(lock)))
        Thread.detachNewThread {
            usleep(100_000)
            locked.signal(SIGKILL)
        }
        try file(scratch).write(.running, before: .after(.seconds(20)))
        locked.wait()
        #expect(try file(scratch).read().desiredState == .running)
    }

    @Test func `many at once lose nothing`() throws {
        let scratch = try Scratch(), path = scratch.path
        try scratch.write("{\"kept\":[1,2,3]}", to: "gateway_state.json")
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            for _ in 0..<25 {
                guard let home = try? S6Path(path) else { return }
                let file = GatewayStateFile(of: .standard, in: HermesHome(home))
                _ = try? file.write(number % 2 == 0 ? .running : .stopped, before: .after(.seconds(20)))
            }
        }
        let text = try #require(scratch.text("gateway_state.json"))
        #expect(text.hasPrefix("{\"kept\":[1,2,3],\"desired_state\":\""))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path).sorted() == [
                ".gateway_state.lock", "gateway_state.json",
            ]
        )
    }

    @Test func `B92 the marker names the process, and when it was started`() throws {
        let scratch = try Scratch(), pid = getpid()
        try PlannedStop.announce(to: .standard, in: HermesHome(try scratch.s6), process: pid)
        let data = try Contents.data(scratch.path + "/.gateway-planned-stop.json")
        let marker = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(marker.keys) == ["target_pid", "target_start_time", "stopper_pid", "written_at"])
        #expect(marker["target_pid"] as? Int32 == pid && marker["stopper_pid"] as? Int32 == pid)
        let stat = try Contents.text("/proc/self/stat")
        let start = stat.split(separator: ")").last?.split(separator: " ")[19]
        #expect("\(marker["target_start_time"] ?? "")" == start.map { "\($0)" })
        #expect((marker["written_at"] as? String)?.hasSuffix("+00:00") == true)
    }

    @Test func `passwd is read without asking anybody`() throws {
        let scratch = try Scratch()
        try scratch.write("root:x:0:0::/:/bin/sh\nbad\nhermes:x:1234:5678:,,,:/opt/data:\n::\n", to: "etc/passwd")
        #expect(try Account.named("hermes", root: scratch.s6) == Account(user: 1234, group: 5678))
        #expect(try Account.of(user: 1234, root: scratch.s6)?.group == 5678)
        #expect(try Account.named("nobody", root: scratch.s6) == nil)
        #expect(throws: GatewayError.self) { try Account.named("hermes", root: "/nonexistent") }
    }
}
