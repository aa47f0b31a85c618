import Foundation
import LiveTree
import Testing

extension World {
    static let granter = "/usr/libexec/hermes-s6/perm-grant"

    /// Runs perm-grant in it as root.
    @discardableResult
    func grantTool(
        _ words: String...,
        under wrapper: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Command.Result {
        try run(as: .root, wrapper + [Self.granter] + words, environment: environment)
    }

    /// Writes the policy that people write: the lines after `base`.
    func source(_ lines: String..., base: String = World.base) throws {
        let text = "base \(base)\n" + lines.map { $0 + "\n" }.joined()
        try root("printf %s \(Self.quoted(text)) >/etc/hermes-s6/policy")
    }

    /// All that is in a directory, with types, modes, owners, numbers and access lists.
    func picture(_ directory: String) throws -> String {
        try root(
            "cd \(directory) && find . ! -name 'status*' -printf '%p %y %m %U:%G %i %n\\n' | sort && getfacl -Rn ."
        )
    }

    /// Mode and owner of an entry, as `620 0:20010`.
    func look(_ path: String) throws -> String {
        try root("stat -c '%a %u:%g' \(Self.quoted(path))").trimmingCharacters(in: .newlines)
    }

    /// Makes a servicedir that nobody supervises.
    func addUnsupervised(_ name: String) throws {
        let servicedir = Self.base + "/" + name
        try root(
            "mkdir \(servicedir) && printf '#!/bin/sh\\nexec sleep 1000\\n' >\(servicedir)/run && chmod 755 \(servicedir)/run"
        )
    }

    /// Has what was made by ``addUnsupervised(_:)`` supervised.
    func supervise(_ name: String) throws {
        try root("ln -s \(Self.base)/\(name) /run/service/\(name) && s6-svscanctl -a /run/service")
        try eventually("\(name) is supervised") {
            try run(as: .root, ["s6-svok", Self.base + "/" + name]).code == 0
                && exists(servicedirs + "/\(name)/supervise/status")
        }
        try eventually("\(name) is up") { try field("up", name) == "true" }
    }

    /// Whether a service has the layout of design D6.
    func hasLayout(_ name: String) throws -> Bool {
        let supervise = "\(Self.base)/\(name)/supervise"
        let found = try ["", "/control", "/lock"].map { try look(supervise + $0) }
        return found == ["711 0:\(User.s6ctl.id)", "620 0:\(User.s6ctl.id)", "600 0:0"]
    }

    /// Whether a service is closed to all but root.
    func isClosed(_ name: String) throws -> Bool {
        let supervise = "\(Self.base)/\(name)/supervise"
        let found = try ["", "/control"].map { try look(supervise + $0) }
        return found == ["700 0:0", "600 0:0"]
    }
}
