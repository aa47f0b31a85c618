public import S6Native

extension GatewayError: CustomStringConvertible, Worded {
    /// What happened, and to what.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .invalidProfileName(let bytes): "\(ReadableText.text(of: bytes)): cannot be the name of a profile"
        case .invalidVariableName(let bytes): "\(ReadableText.text(of: bytes)): cannot be the name of a variable"
        case .invalidVariableValue(let name):
            "\(ReadableText.text(of: name)): cannot be set: its value holds a newline or a NUL"
        case .unknownProfile(let profile, let home):
            "no such gateway '\(profile)': there is no profile of that name: \(home) has no SOUL.md"
        case .notRegistered(let profile, let slot):
            "no such gateway '\(profile)': the profile is there, but it has no slot here: \(slot) is missing"
        case .noTree(let scandir, let profile):
            (profile.map { "no such gateway '\($0)': " } ?? "") + "\(scandir): no s6-svscan runs on it"
        case .alreadyRegistered(let profile, let slot): "profile gateway '\(profile)' already registered at \(slot)"
        case .insideTarget(let profile, let pid):
            "Refusing to end gateway '\(profile)' from inside it: this command is a descendant of process \(pid)"
        case .servedByRoot(let profile):
            "gateway '\(profile)' is not started: the root profile's gateway serves its profile (multiplexing)"
        case .noCommand(let path): "\(path): cannot be run: the slots' finish and logger call it"
        case .notOnThisPlatform(let kind): "\(kind): cannot be used: it is not on this platform"
        case .noRegistration(let kind): "\(kind): cannot register a gateway while it runs"
        case .noServiceManager: "no supported service manager detected"
        case .commandFailed(let command, let code, let message):
            "\(Text(bytes: command)) failed (rc=\(code))" + (message.isEmpty ? "" : ": \(Text(bytes: message))")
        case .stateFileTooLarge(let path, let size): "\(path): cannot use: \(size) bytes are more than any state"
        case .s6(let error): error.text
        }
    }

    /// What the operator can do about it, where that is known.
    public var remedy: String? { remedyText?.string }

    /// The same, in bytes.
    package var remedyText: Text? {
        switch self {
        case .invalidProfileName:
            "a profile's name is 1 to \(ProfileName.maximumLength) of a-z, 0-9, - and _, the first a letter or digit"
        case .invalidVariableName: "a variable's name is letters, digits and _, the first no digit"
        case .invalidVariableValue: "put it on one line"
        case .unknownProfile(let profile, _):
            "register it with `hermes profile create \(profile)` first, or pass an existing profile name via `-p <name>`"
        case .notRegistered(let profile, _): "give it one: hermesctl gateway register -p \(profile), or start it"
        case .noTree: "start one: hermesctl tree run SCANDIR; or name the tree: --scandir, HERMES_SCANDIR"
        case .alreadyRegistered(let profile, _): "start it: hermesctl gateway start -p \(profile)"
        case .insideTarget: "run it from outside: another shell of the container, or another profile's gateway"
        case .servedByRoot(let profile):
            "start the root's: hermesctl gateway start; or this one all the same: gateway start -p \(profile) --force"
        case .noCommand: "install hermesctl there, or say where it is"
        case .notOnThisPlatform, .noRegistration: nil
        case .noServiceManager: "run this in the container, or on a host with systemd"
        case .commandFailed: nil
        case .stateFileTooLarge: "see who wrote it; a gateway makes it anew when it is gone"
        case .s6(let error): error.remedyText
        }
    }
}
