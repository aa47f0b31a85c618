/// An option that some command takes.
///
/// The same option has the same meaning wherever it is taken.
enum OptionSpec: Equatable, CaseIterable {
    case scandir, timeout, noWait, killAfter, any, json, fields, name, max, readyFD, help, version
    case profile, all, home, policy, force, variable, starting, unsupervised
    case boot, dryRun, prune, waits, watch, follow, lines, since
    case from, group, crashCap

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
        case .profile: ["--profile", "-p"]
        case .all: ["--all"]
        case .home: ["--home"]
        case .policy: ["--policy"]
        case .force: ["--force"]
        case .variable: ["--env"]
        case .starting: ["--start"]
        case .unsupervised: ["--no-supervise"]
        case .boot: ["--boot"]
        case .dryRun: ["--dry-run"]
        case .prune: ["--prune"]
        case .waits: ["--wait"]
        case .watch: ["--watch"]
        case .follow: ["--follow", "-f"]
        case .lines: ["--lines", "-n"]
        case .since: ["--since"]
        case .from: ["--from"]
        case .group: ["--group"]
        case .crashCap: ["--crash-cap"]
        }
    }

    /// What its value is called in a help; `nil` if it takes none.
    var value: String? {
        switch self {
        case .scandir, .home, .from: "DIR"
        case .timeout, .killAfter: "SECONDS"
        case .fields: "FIELDS"
        case .name: "NAME"
        case .max, .readyFD, .lines: "N"
        case .profile: "PROFILE"
        case .policy: "A|B|C"
        case .variable: "NAME=VALUE"
        case .since: "WHEN"
        case .group: "PID"
        case .crashCap: "\"N SECONDS\""
        case .noWait, .any, .json, .help, .version: nil
        case .all, .force, .starting, .unsupervised, .boot, .dryRun, .prune, .waits, .watch, .follow: nil
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
        case .profile: "the profile; none is the root profile, default"
        case .all: "all gateways of the tree"
        case .home: "Hermes' home, in place of $HERMES_HOME"
        case .policy: "which gateways run: A each, B as configured, C the root's (default A)"
        case .force: "also what the root profile's gateway serves"
        case .variable: "set this in the gateway's environment; may be given several times"
        case .starting: "start it now, and with its supervisor"
        case .unsupervised: "be the gateway, in the foreground, and not its supervisor's client"
        case .boot: "the container has just started: lay what is not there yet, and write the boot log"
        case .dryRun: "say what would be done, and touch nothing"
        case .prune: "retire the slots whose profile is gone"
        case .waits: "wait until it is so"
        case .watch: "show it again whenever something changes"
        case .follow: "go on with what is added, across rotations"
        case .lines: "begin with the last N lines"
        case .from: "take the first files from there"
        case .group: "also kill what is left of this process group"
        case .crashCap: "stay down after so many deaths in so many seconds; 0 is never"
        case .since: "begin at a time: 10m, 2026-11-21T03:44, or @ and a TAI64N label"
        }
    }
}
