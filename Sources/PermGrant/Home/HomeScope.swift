import S6Native

/// What of Hermes' home is hermes': the same that hermes-agent's image repairs.
///
/// Other directories there may be somebody else's, mounted or not.
enum HomeScope {
    /// Repaired with all that is in them, each time: root's commands write there.
    static let always = ["profiles", "cron"]
    /// The same, where the home itself was not hermes': a volume that is new, or a user that has another number now.
    static let whenForeign = [
        "backups", "sessions", "logs", "hooks", "memories", "skills", "skins", "plans", "workspace", "home", "pairing",
        "platforms", "lazy-packages",
    ]
    /// Repaired themselves, each time, without what is in them.
    static let alone = [["logs"], ["logs", "gateways"]]

    /// The mode of a file at the top, by what it is now.
    static func mode(of name: [UInt8], _ found: UInt32) -> UInt32 {
        if name.elementsEqual(".env".utf8) { return 0o600 }
        if name.elementsEqual("config.yaml".utf8) { return 0o640 }
        return found | 0o600
    }
}
