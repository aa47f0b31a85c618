import Foundation
import LiveTree
import Testing

extension World {
    /// Runs `body` with a world, and a service `web` in it that hermes is granted by the policy of people.
    static func withWeb(_ body: (World) throws -> Void) throws {
        try with { (world) throws in
            try world.add("web")
            try world.source("hermes web")
            try body(world)
        }
    }

    /// Adds a longrun as s6-rc would: a servicedir below the base, and a link in the scandir.
    ///
    /// Returns the servicedir.
    @discardableResult
    func add(_ name: String, script: String = "exec sleep 1000", files: [String: String] = [:]) throws -> String {
        let servicedir = Self.base + "/" + name
        let others = files.map { "printf %s \(Self.quoted($0.value)) >\(servicedir)/\($0.key)" }.joined(separator: "\n")
        try root(
            """
            mkdir \(servicedir)
            printf %s \(Self.quoted("#!/bin/sh\n" + script + "\n")) >\(servicedir)/run
            chmod 755 \(servicedir)/run
            \(others)
            ln -s \(servicedir) /run/service/\(name)
            s6-svscanctl -a /run/service
            """
        )
        try eventually("\(name) is supervised") { try run(as: .root, ["s6-svok", servicedir]).code == 0 }
        try eventually("\(name) has a status") { exists(servicedirs + "/\(name)/supervise/status") }
        return servicedir
    }

    /// The base as who is outside may follow it.
    var servicedirs: String { "/run/s6-rc:s6-rc-init:world/servicedirs" }

    /// Lays the grant on a service by hand, as design D6 has it.
    func grant(_ name: String) throws {
        let supervise = "\(Self.base)/\(name)/supervise"
        try root(
            """
            chgrp s6ctl \(supervise)/control && chmod 620 \(supervise)/control
            chmod 600 \(supervise)/lock
            chgrp s6ctl \(supervise) && chmod 711 \(supervise)
            """
        )
    }

    /// Writes the compiled policy: the lines after the first.
    func policy(_ lines: String...) throws {
        let text = "hermes-s6 1 \(Self.base)\n" + lines.map { $0 + "\n" }.joined()
        try root(
            "printf %s \(Self.quoted(text)) >/run/hermes-s6/policy.new && mv /run/hermes-s6/policy.new /run/hermes-s6/policy"
        )
    }

    /// What s6-svstat says of a service.
    func field(_ field: String, _ name: String) throws -> String {
        try root("s6-svstat -o \(field) \(Self.base)/\(name)").trimmingCharacters(in: .newlines)
    }

    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
