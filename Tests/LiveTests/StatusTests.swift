import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

@Suite(.live, .bounded) struct StatusTests {
    @Test func `what s6-svstat says of a service, the library says`() throws {
        try LiveTree.with { tree in
            let up = try tree.service("up", .steady), down = try tree.service("down", .steadyDown)
            #expect(try up.status().isUp && up.status().wantsUp)
            #expect(try up.status().pid == tree.pid(up.text))
            #expect(try up.isNormallyUp() && !down.isNormallyUp())
            #expect(try down.status().isFinished && !down.status().wantsUp)
            #expect(try up.deathTally().deaths.isEmpty)
        }
    }

    @Test func `deaths are counted, with their code and signal`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", Longrun(run: "exit 3").down())
            try service.send([.once])
            try eventually("it has died") { try !service.deathTally().deaths.isEmpty }
            let death = try service.deathTally().deaths[0]
            #expect(death.exitCode == 3 && death.signal == 0)
            try eventually("it is down") { try service.status().isFinished }
            #expect(try service.status().exitCode == 3)
        }
    }

    @Test func `a readiness descriptor is found, and its absence`() throws {
        try LiveTree.with { tree in
            let ready = try tree.service("ready", .ready), plain = try tree.service("plain", .steady)
            let odd = try tree.service("odd", Longrun.steady.with("notification-fd", "three\n"))
            #expect(try ready.notificationFD() == 3)
            #expect(try plain.notificationFD() == nil)
            #expect(try odd.notificationFD() == nil)
        }
    }

    @Test func `a servicedir may be a link, as s6-rc makes them`() throws {
        try LiveTree.with { tree in
            try Longrun.steady.write(to: tree.base + "/definition")
            try FileManager.default.createSymbolicLink(
                atPath: tree.path + "/web",
                withDestinationPath: tree.base + "/definition"
            )
            try Command.run("s6-svscanctl", "-a", tree.path)
            let web = ServiceDirectory(try S6Path(tree.path + "/web"))
            try eventually("it is up") { (try? web.status().isUp) == true }
            #expect(try tree.scandir.list() == [SlotName("web")])
            try web.stop(before: soon())
            #expect(try web.status().isFinished)
        }
    }

    @Test func `a name that is not UTF-8 is served byte for byte`() throws {
        try LiveTree.with { tree in
            let name: [UInt8] = [0x77, 0xFF, 0x0A, 0x20]
            let scandir = try tree.scandir
            let service = try scandir.publish(SlotName(bytes: name), before: soon()) { (slot) throws(S6Error) in
                try slot.addFile("run", "#!/bin/sh\nexec sleep 1000\n".utf8, mode: 0o755)
            }
            #expect(try scandir.list().map(\.bytes) == [name])
            try service.start(before: soon())
            try service.restart(before: soon())
            try scandir.retire(SlotName(bytes: name), before: soon())
            #expect(try scandir.list().isEmpty)
        }
    }

    @Test func `a supervisor is told from none`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let pid = try tree.supervisor(service)
            #expect(runs(pid))
            try Longrun.steady.write(to: tree.base + "/never")
            let never = ServiceDirectory(try S6Path(tree.base + "/never"))
            #expect(try never.supervised() == .unsupervised)
            #expect(throws: S6Error.notSupervised(never.path)) { try never.status() }
            #expect(throws: S6Error.notSupervised(never.path)) { try never.send(.wantUp) }
            #expect(throws: S6Error.notSupervised(never.path)) { try never.deathTally() }
        }
    }

    @Test func `what is left of a supervisor that has gone does not count`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            try tree.scandir.send([.terminate])
            try eventually("the tree has ended") { try service.supervised() == .unsupervised }
            #expect(throws: S6Error.notSupervised(service.path)) { try service.send(.wantUp) }
            #expect(throws: S6Error.notSupervised(service.path)) { try service.stop(before: soon()) }
            #expect(try service.status().isFinished, "the file stays, and reads as it was")
        }
    }

    @Test func `without permission nothing is guessed`() throws {
        try LiveTree.with { tree in
            let service = try tree.service("web", .steady)
            let lock = service.text + "/supervise/lock", control = service.text + "/supervise/control"
            #expect(chmod(lock, 0) == 0)
            if geteuid() != 0 { #expect(try service.supervised() == .supervised(pid: nil), "the FIFO answers") }
            #expect(chmod(control, 0) == 0)
            if geteuid() != 0 { #expect(try service.supervised() == .unknown) }
            #expect(try service.status().isUp)
            #expect(chmod(control, 0o600) == 0 && chmod(lock, 0o644) == 0)
        }
    }

    @Test func `a missing servicedir is named`() throws {
        let missing = ServiceDirectory("/nonexistent/service")
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.status() }
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.send(.wantUp) }
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.supervised() }
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.isNormallyUp() }
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.wait(for: .up, before: soon()) }
        #expect(throws: S6Error.noSuchService(missing.path)) { try missing.start(before: soon()) }
    }
}
