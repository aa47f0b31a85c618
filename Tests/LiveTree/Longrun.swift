import Foundation

/// A longrun to be put into a tree.
package struct Longrun: Sendable {
    /// `./run`; it is given a first line of its own.
    package var run: String
    package var finish: String?
    /// The logger's `./run`.
    package var logger: String?
    package var isDown = false
    /// A file that `./run` makes when it is as it should be, some time after it is up.
    package var mark: String?
    /// Other files of the servicedir.
    package var files: [String: String] = [:]

    package init(run: String) { self.run = run }

    /// Runs until it is told to end.
    package static let steady = Longrun(run: "exec sleep 1000")
    /// The same, and does not start by itself.
    package static let steadyDown = Longrun(run: "exec sleep 1000").down()
    /// Says that it is ready after a moment.
    package static let ready = Longrun(run: "sleep 0.05; echo >&3; exec sleep 1000").with("notification-fd", "3\n")
    /// Ends at once, again and again.
    package static let crashing = Longrun(run: "exit 3")
    /// Does not end on SIGTERM.
    package static let stubborn = Longrun(run: "trap '' TERM; : >trapped; while :; do sleep 1000 & wait; done")
        .marking("trapped")

    package func down() -> Longrun { changed { $0.isDown = true } }
    /// With a `./finish`, which is not killed if the machine is too busy to run it in five seconds.
    package func finishing(_ script: String) -> Longrun {
        changed {
            $0.finish = script
            $0.files["timeout-finish"] = "0\n"
        }
    }
    package func marking(_ file: String) -> Longrun { changed { $0.mark = file } }
    package func logging(_ script: String) -> Longrun { changed { $0.logger = script } }
    package func with(_ file: String, _ contents: String) -> Longrun { changed { $0.files[file] = contents } }

    private func changed(_ change: (inout Longrun) -> Void) -> Longrun {
        var copy = self
        change(&copy)
        return copy
    }

    /// Writes the servicedir.
    package func write(to directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Self.script(run, directory + "/run")
        if let finish { try Self.script(finish, directory + "/finish") }
        if isDown { try Data().write(to: URL(filePath: directory + "/down")) }
        for (name, contents) in files { try Data(contents.utf8).write(to: URL(filePath: directory + "/" + name)) }
        if let logger { try Longrun(run: logger).write(to: directory + "/log") }
    }

    /// Writes a script that can be executed at once.
    ///
    /// A shell writes it: while this process did, a child that another test starts would hold it open for a moment, and
    /// who executes it then is refused (`ETXTBSY`); s6-supervise would wait ten seconds to try again.
    package static func script(_ text: String, _ path: String) throws {
        let words = ["sh", "-c", "printf '%s' \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh", "#!/bin/sh\n\(text)\n", path]
        guard try Command.run(words).code == 0 else { throw NotSo(what: "\(path) is written") }
    }
}

extension LiveTree {
    /// Adds a longrun and returns its servicedir once it is supervised, and up if it is to be.
    ///
    /// It is made under a name that s6-svscan skips and renamed when whole, and s6's own tools say when it runs:
    /// nothing of what is tested has a part in it.
    @discardableResult
    package func add(_ name: String, _ longrun: Longrun) throws -> String {
        let final = path + "/" + name
        try longrun.write(to: path + "/." + name)
        try FileManager.default.moveItem(atPath: path + "/." + name, toPath: final)
        try Command.run("s6-svscanctl", "-a", path)
        try eventually("\(name) is supervised") { try Command.run("s6-svok", final).code == 0 }
        if longrun.logger != nil {
            try eventually("\(name)/log is supervised") { try Command.run("s6-svok", final + "/log").code == 0 }
        }
        // The lock is taken before the first status is written, and that before the first start. A supervisor that has
        // written none yet may be killed by a signal that is to tell it something.
        for part in longrun.logger == nil ? [""] : ["", "/log"] {
            try eventually("\(name)\(part) has a status") {
                FileManager.default.fileExists(atPath: final + part + "/supervise/status")
            }
        }
        // A logger that is not up yet ends at once when it is told to end with its input.
        if longrun.logger != nil { try Command.run("s6-svwait", "-t", "10000", "-u", final + "/log") }
        if !longrun.isDown {
            try Command.run("s6-svwait", "-t", "10000", "-u", final)
            // Its helper takes its FIFO away a moment after it has ended.
            try eventually("nobody listens to \(name)") { try subscribers(final).isEmpty }
            if let mark = longrun.mark {
                try eventually("\(name) has begun") { FileManager.default.fileExists(atPath: final + "/" + mark) }
            }
        }
        return final
    }

    /// Has a command obeyed that changes nothing: what was told before it is told by then.
    ///
    /// The status is ahead of the events.
    package func settle(_ service: String, with command: String) throws {
        func inode() -> ino_t? {
            var attributes = stat()
            return stat(service + "/supervise/status", &attributes) == 0 ? attributes.st_ino : nil
        }
        // Two are never one and the same: while this is open, its number is not given out again.
        let old = open(service + "/supervise/status", O_RDONLY | O_CLOEXEC), before = inode()
        defer { close(old) }
        try Command.run("s6-svc", "-\(command)", service)
        try eventually("it has obeyed") { inode() != before }
    }

    /// One field of a service's status, as s6-svstat says it.
    package func field(_ name: String, _ service: String) throws -> String {
        try Command.run("s6-svstat", "-o", name, service).output.trimmingCharacters(in: .newlines)
    }

    /// The process of a service, as s6-svstat says it; -1 for none, so never to be given to `kill`.
    package func pid(_ service: String) throws -> Int32 { Int32(try field("pid", service)) ?? -1 }

    /// What there is in a service's `event/`.
    package func subscribers(_ service: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: service + "/event")
    }
}
