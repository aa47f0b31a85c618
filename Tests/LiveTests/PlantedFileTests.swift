import Foundation
import LiveServices
import LiveTree
import S6Native
import Testing

/// What a hostile or careless program can put where s6 keeps its files.
@Suite(.live, .bounded) struct PlantedFileTests {
    enum Plant: String, CaseIterable {
        case link, danglingLink, directory, file, fifo
    }

    /// A servicedir that nobody supervises, with a victim beside it that must not be touched.
    func withPlanted(
        _ plant: Plant,
        at name: String,
        _ body: (ServiceDirectory) throws -> Void
    ) throws {
        let base = FileManager.default.temporaryDirectory.path + "/hermes-s6-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: base + "/web/supervise", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: base) }
        let victim = base + "/victim", path = base + "/web/" + name
        try Data("untouched".utf8).write(to: URL(filePath: victim))
        try? FileManager.default.removeItem(atPath: path)
        switch plant {
        case .link: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim)
        case .danglingLink: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: base + "/no")
        case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .file: try Data("planted".utf8).write(to: URL(filePath: path))
        case .fifo: #expect(mkfifo(path, 0o600) == 0)
        }
        try body(ServiceDirectory(try S6Path(base + "/web")))
        #expect(try Contents.text(victim) == "untouched")
        if plant == .file { #expect(try Contents.text(path) == "planted") }
    }

    @Test(arguments: [Plant.link, .danglingLink, .directory, .fifo])
    func `a status is a regular file or is not read`(plant: Plant) throws {
        try withPlanted(plant, at: "supervise/status") { service in
            let error = S6Error.wrongFileType(service.path.appending("supervise/status".utf8), expected: .regularFile)
            #expect(throws: error) { try service.status() }
        }
    }

    @Test(arguments: [Plant.link, .danglingLink, .directory, .file])
    func `a control is a FIFO or is not written to`(plant: Plant) throws {
        try withPlanted(plant, at: "supervise/control") { service in
            let error = S6Error.wrongFileType(service.path.appending("supervise/control".utf8), expected: .fifo)
            #expect(throws: error) { try service.send(.wantUp) }
            #expect(throws: error) { try service.send([.exit, .wantDown]) }
        }
    }

    @Test(arguments: [Plant.link, .directory, .fifo])
    func `a tally is a regular file or is not read`(plant: Plant) throws {
        try withPlanted(plant, at: "supervise/death_tally") { service in
            let file = service.path.appending("supervise/death_tally".utf8)
            #expect(throws: S6Error.wrongFileType(file, expected: .regularFile)) { try service.deathTally() }
        }
    }

    @Test(arguments: [Plant.link, .danglingLink, .file])
    func `supervise is a directory or is not entered`(plant: Plant) throws {
        try withPlanted(plant, at: "supervise") { service in
            let error = S6Error.wrongFileType(service.path.appending("supervise".utf8), expected: .directory)
            #expect(throws: error) { try service.status() }
            #expect(throws: error) { try service.send(.wantUp) }
            #expect(throws: error) { try service.supervised() }
        }
    }

    @Test func `what is no record is refused with its size`() throws {
        try withPlanted(.file, at: "supervise/status") { service in
            let file = service.path.appending("supervise/status".utf8)
            #expect(throws: S6Error.malformed(file, .statusSize(7))) { try service.status() }
        }
        try withPlanted(.file, at: "supervise/death_tally") { service in
            let file = service.path.appending("supervise/death_tally".utf8)
            #expect(throws: S6Error.malformed(file, .deathTallySize(7))) { try service.deathTally() }
        }
    }

    @Test func `a FIFO that nobody reads is no supervisor`() throws {
        try withPlanted(.fifo, at: "supervise/control") { service in
            #expect(throws: S6Error.notSupervised(service.path)) { try service.send(.wantUp) }
        }
    }

    @Test(arguments: [Plant.link, .file])
    func `an event that is no directory takes no subscriber`(plant: Plant) throws {
        try withPlanted(plant, at: "event") { service in
            let error = S6Error.wrongFileType(service.path.appending("event".utf8), expected: .directory)
            #expect(throws: error) { _ = try service.subscribe() }
        }
    }
}
