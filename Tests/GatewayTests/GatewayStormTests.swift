import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// Many at once, and killed at any moment: a fiftieth of it in `make test`.
@Suite(.live, .bounded) struct GatewayStormTests {
    static let verbs = ["start", "stop", "restart", "retire", "register"]

    /// What has to be so when nobody is at it any more.
    func expectConsistent(_ hermes: HermesTree, _ profiles: [String]) throws {
        for profile in profiles + ["default"] {
            let retired = try hermes.ctl("gateway", "retire", "-p", profile, "--kill-after", "5")
            #expect(retired.code == 0, "\(retired)")
        }
        #expect(try hermes.leftovers().isEmpty)
        #expect(try hermes.ctl("gateway", "list").output.isEmpty)
        #expect(LiveTree.processes(under: hermes.home).isEmpty, "no gateway is left")
        for profile in profiles {
            #expect(try hermes.ctl("gateway", "start", "-p", profile).code == 0)
            try hermes.settle(profile)
            #expect(try hermes.desired(profile) == "running")
            let home = try FileManager.default.contentsOfDirectory(atPath: hermes.home(profile))
            #expect(!home.contains { $0.contains(".tmp-") && $0.hasPrefix(".gateway_state") }, "\(home)")
        }
    }

    @Test func `D8 eight processes at the same slots end in a consistent tree`() throws {
        let profiles = ["p1", "p2", "p3"]
        try HermesTree.with(profiles) { hermes in
            let rounds = Soak.count(1000, otherwise: 12)
            DispatchQueue.concurrentPerform(iterations: 8) { number in
                for round in 0..<rounds {
                    let verb = number == 7 ? "reconcile" : Self.verbs[(number * 7 + round * 3) % 5]
                    let profile = profiles[(number + round) % 3]
                    let words = number == 7 ? ["reconcile"] : ["gateway", verb, "-p", profile, "--timeout", "60"]
                    guard let result = try? Command.run([HermesCtl.path] + words, environment: hermes.environment)
                    else { continue }
                    // Somebody else may have been faster; nothing else may go wrong.
                    let fine: [Int32] = [0, 1, 104]
                    #expect(fine.contains(result.code), "\(words): \(result)")
                    #expect(
                        result.errors.isEmpty || result.code != 0 || result.errors.contains("done, but"),
                        "\(words): \(result)"
                    )
                }
            }
            try expectConsistent(hermes, profiles)
        }
    }

    @Test func `D8 a verb that is killed at any moment leaves nothing that the next does not put right`() throws {
        try HermesTree.with(["work"]) { hermes in
            for round in 0..<Soak.count(500, otherwise: 20) {
                let words = round % 6 == 5 ? ["reconcile"] : ["gateway", Self.verbs[round % 6], "-p", "work"]
                let child = try hermes.begin(words + ["--timeout", "20"])
                usleep(useconds_t.random(in: 0...12_000))
                child.signal(SIGKILL)
                child.wait()
                if let text = hermes.text("gateway_state.json", of: "work") {
                    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
                }
                if round % 10 == 9 {
                    #expect(try hermes.ctl("gateway", "start", "-p", "work").code == 0)
                    try hermes.settle("work")
                    #expect(try hermes.desired("work") == "running")
                    #expect(try hermes.ctl("gateway", "stop", "-p", "work").code == 0)
                    #expect(try hermes.desired("work") == "stopped" && hermes.pid("work") == -1)
                }
            }
            try expectConsistent(hermes, ["work"])
        }
    }

    @Test func `registering and retiring again and again leaves nothing behind`() throws {
        try HermesTree.with(["work"]) { hermes in
            let manager = try hermes.manager, work = try name("work")
            func descriptors() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            }
            for round in 0..<Soak.count(10_000) {
                try manager.register(work, starting: round % 2 == 0, soon())
                #expect(manager.retire([work], soon(killAfter: .seconds(5)))[0].error == nil)
            }
            #expect(try descriptors() < 200)
            #expect(try hermes.leftovers().isEmpty && manager.list().isEmpty)
            #expect(LiveTree.processes(under: hermes.tree.base).filter { $0 != hermes.tree.scanner }.isEmpty)
            let scandir = try FileManager.default.contentsOfDirectory(atPath: hermes.tree.path).sorted()
            #expect(scandir == [".gateway-work.lock", ".s6-svscan"])
        }
    }
}
