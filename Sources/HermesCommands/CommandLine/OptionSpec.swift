/// An option that some command takes.
///
/// The same option has the same meaning wherever it is taken.
enum OptionSpec: Equatable, CaseIterable {
    case scandir, timeout, noWait, killAfter, any, json, fields, name, max, readyFD, help, version

    /// How it is written: the long form, and the short one where there is one.
    var names: [String] {
        switch self {
        case .scandir: ["--scandir"]
        case .timeout: ["--timeout"]
        case .noWait: ["--no-wait"]
        case .killAfter: ["--kill-after"]
        case .any: ["--any"]
        case .json: ["--json"]
        case .fields: ["--fields", "-o"]
        case .name: ["--as"]
        case .max: ["--max"]
        case .readyFD: ["--ready-fd"]
        case .help: ["--help", "-h"]
        case .version: ["--version"]
        }
    }

    /// What its value is called in a help; `nil` if it takes none.
    var value: String? {
        switch self {
        case .scandir: "DIR"
        case .timeout, .killAfter: "SECONDS"
        case .fields: "FIELDS"
        case .name: "NAME"
        case .max, .readyFD: "N"
        case .noWait, .any, .json, .help, .version: nil
        }
    }

    /// What it does, in a line of help.
    var help: String {
        switch self {
        case .scandir: "look for NAMEs there first"
        case .timeout: "wait that long at most; 0 is for ever"
        case .noWait: "ask, and do not wait until it is so"
        case .killAfter: "send SIGKILL to what has not ended after that long"
        case .any: "wait for any one of them, not for all"
        case .json: "print JSON"
        case .fields: "print these fields, as s6-svstat -o does"
        case .name: "call the slot NAME, not as its directory is called"
        case .max: "how many services the tree can hold (default 1000)"
        case .readyFD: "write a newline to this descriptor when the tree is about to scan"
        case .help: "print this help"
        case .version: "print the version"
        }
    }
}
