import Foundation
import HermesGateways
import Testing

@testable import HermesCommands
@testable import S6Native

/// A machine in a directory: Hermes' home, a tree without an s6-svscan, and whatever a test puts beside them.
///
/// Whoever runs the test is taken for root there.
final class MadeUpMachine {
    let path: String
    var home: String { path + "/opt/data" }
    var scan: String { path + "/run/hermes/service" }

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/hermes-machine-\(UUID().uuidString.prefix(8))"
        try make("opt/data/profiles")
        try make("run/hermes/service/.s6-svscan", mode: 0o700)
        #expect(chmod(path, 0o755) == 0)
    }

    deinit {
        // Some are shut. This follows no link, as chmod(2) does: they lead out of here, to what whoever runs this has.
        let words = ["-c", "chmod -R u+rwx \"$1\" && rm -r \"$1\"", "sh", path].map { Array($0.utf8) }
        _ = Program("sh", Environment([:]))?.exitCode(words)
    }

    /// Makes a directory, and those that it is in, whatever the umask.
    func make(_ name: String, mode: mode_t = 0o755) throws {
        var place = path
        for component in [""] + name.split(separator: "/").map(String.init) {
            place += component.isEmpty ? "" : "/" + component
            if mkdir(place, 0o755) == 0 { #expect(chmod(place, 0o755) == 0) }
        }
        #expect(chmod(place, mode) == 0, "\(name)")
    }

    /// Writes a file, and makes the directories that it is in.
    func write(_ text: String, to file: String, mode: mode_t = 0o644) throws {
        if let slash = file.lastIndex(of: "/") { try make(String(file[..<slash])) }
        try Data(text.utf8).write(to: URL(filePath: path + "/" + file))
        #expect(chmod(path + "/" + file, mode) == 0)
    }

    func link(_ name: String, to target: String) throws {
        if let slash = name.lastIndex(of: "/") { try make(String(name[..<slash])) }
        #expect(symlink(target, path + "/" + name) == 0, "\(name)")
    }

    func fifo(_ name: String, mode: mode_t = 0o600) throws {
        let parent = String(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])
        if access(path + "/" + parent, F_OK) != 0 { try make(parent) }
        #expect(mkfifo(path + "/" + name, 0o600) == 0 && chmod(path + "/" + name, mode) == 0, "\(name)")
    }

    /// Gives a file an access control list; `false` where there are none.
    func setList(_ entries: String, on name: String) throws -> Bool {
        guard let program = Program("setfacl", Environment([:])) else { return false }
        return program.exitCode(["-m", entries, path + "/" + name].map { Array($0.utf8) }) == 0
    }

    /// Sets the time of a file back.
    func age(_ file: String, seconds: Int) {
        let then = timespec(tv_sec: time(nil) - seconds, tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, path + "/" + file, [then, then], AT_SYMLINK_NOFOLLOW) == 0)
    }

    /// Adds a profile, and a slot of it.
    func add(_ profile: String, hasProfile: Bool = true, hasSlot: Bool = true) throws {
        let home = profile == "default" ? "opt/data" : "opt/data/profiles/" + profile
        if hasProfile { try write("", to: home + "/SOUL.md") }
        if hasSlot { try write("#!/bin/sh\n", to: "run/hermes/service/gateway-\(profile)/run", mode: 0o755) }
    }

    /// Writes a script that can be executed.
    ///
    /// A shell writes it: while this process did, another test could just be starting a child, which would hold it open
    /// for writing for a moment, and nobody could execute it.
    func script(_ text: String, at file: String) throws {
        try make(String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]))
        let words = [
            "-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh", text, path + "/" + file,
        ]
        let shell = try #require(Program("sh", Environment([:])))
        #expect(shell.exitCode(words.map { Array($0.utf8) }) == 0)
    }

    /// Adds the programs that a tree needs, each of which exits with 0 but for s6-svscan.
    func addPrograms(except missing: String = "", svscan: String = "exit 111") throws {
        for name in ["s6-supervise", "s6-log", "s6-setuidgid", "setpriv", "hermes"] where name != missing {
            try script("exit 0", at: "usr/bin/" + name)
        }
        try script(svscan, at: "usr/bin/s6-svscan")
    }

    func machine(keeper: UInt32 = geteuid(), group: UInt32 = getegid()) throws -> Machine {
        // What /tmp is mounted with is not the made-up machine's.
        Machine(
            root: try S6Path(path),
            keeper: keeper,
            keeperGroup: group,
            isNosuid: { _ in false },
            traits: { ProcessTraits() }
        )
    }

    /// The tree as it would be with an s6-svscan.
    func tree(_ kind: TreeKind = .isolated, at scandir: String? = nil) throws -> TreeFacts {
        TreeFacts(scandir: try S6Path(scandir ?? scan), kind: kind, isScanned: true, scanner: nil, error: nil)
    }

    func patient(
        _ tree: TreeFacts? = nil,
        _ machine: Machine? = nil,
        variables: [String: String] = [:],
        change: (inout GatewaySettings) -> Void = { _ in }
    ) throws -> Patient {
        let scandir = try tree?.scandir ?? S6Path(scan)
        var settings = GatewaySettings(ScanDirectory(scandir), HermesHome(try S6Path(home)), style: .plain)
        change(&settings)
        let environment = Environment(variables.mapValues { Array($0.utf8) })
        return Patient(settings, environment, try machine ?? self.machine(), tree: try tree ?? self.tree())
    }

    /// Findings as `severity path: reason`, the path being that of the machine.
    func texts(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.severity) \($0.path.description.replacingOccurrences(of: path, with: "")): \($0.reason)" }
            .map { $0.replacingOccurrences(of: path, with: "") }
    }

    /// What a check finds here.
    func findings(_ check: any DoctorCheck.Type, _ patient: Patient? = nil) throws -> [String] {
        let findings = check.findings(in: try patient ?? self.patient())
        #expect(findings.allSatisfy { !$0.reason.isEmpty && !$0.remedy.isEmpty })
        return texts(findings)
    }
}
