import ArgumentParser

@main struct ParserPeer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parser-peer",
        subcommands: [
            Status.self, List.self, Start.self, Stop.self, Restart.self, Wait.self, Signal.self, Send.self,
            Publish.self,
            Retire.self, Rescan.self, Tree.self,
        ]
    )
}

struct Where: ParsableArguments {
    @Option(help: "look for NAMEs there first") var scandir: String?
}

struct Waiting: ParsableArguments {
    @Option(help: "wait that long at most") var timeout: Double = 30
    @Flag(help: "ask, and do not wait") var noWait = false
    @Flag(help: "print JSON") var json = false
}

struct Killing: ParsableArguments {
    @Option(help: "send SIGKILL after that long") var killAfter: Double?
}

struct Status: ParsableCommand {
    @OptionGroup var place: Where
    @Flag(help: "print JSON") var json = false
    @Option(name: [.customShort("o"), .long], help: "print these fields") var fields: String?
    @Argument var names: [String] = []
    func run() { print(names.count) }
}

struct List: ParsableCommand {
    @OptionGroup var place: Where
    @Flag(help: "print JSON") var json = false
}

struct Start: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @Argument var names: [String]
}

struct Stop: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @OptionGroup var killing: Killing
    @Argument var names: [String]
}

struct Restart: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @OptionGroup var killing: Killing
    @Argument var names: [String]
}

struct Wait: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @Flag(help: "wait for any") var any = false
    @Argument var state: String
    @Argument var names: [String]
}

struct Signal: ParsableCommand {
    @OptionGroup var place: Where
    @Argument var signal: String
    @Argument var names: [String]
}

struct Send: ParsableCommand {
    @OptionGroup var place: Where
    @Argument var bytes: String
    @Argument var names: [String]
}

struct Publish: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @Option(name: .customLong("as"), help: "call the slot NAME") var name: String?
    @Argument var directories: [String]
}

struct Retire: ParsableCommand {
    @OptionGroup var place: Where
    @OptionGroup var waiting: Waiting
    @OptionGroup var killing: Killing
    @Argument var names: [String]
}

struct Rescan: ParsableCommand {
    @OptionGroup var place: Where
}

struct Tree: ParsableCommand {
    static let configuration = CommandConfiguration(subcommands: [Run.self])

    struct Run: ParsableCommand {
        @Option(help: "how many services") var max = 1000
        @Option(help: "write a newline to this descriptor") var readyFd: Int?
        @OptionGroup var killing: Killing
        @Argument var directory: String
    }
}
