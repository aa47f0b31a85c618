/// The help of a command, and of all of them.
enum Help {
    static func text(of spec: CommandSpec) -> String {
        var text = "\(spec.summary)\n\nUsage: hermesctl \(spec.name)"
        if !spec.options.isEmpty { text += " [OPTION...]" }
        if !spec.operands.isEmpty { text += " \(spec.operands)" }
        text += "\n\n\(spec.discussion)\n\nOptions:\n"
        let options = spec.options + [.help]
        let names = options.map { option in
            option.names.joined(separator: ", ") + (option.value.map { " \($0)" } ?? "")
        }
        let width = names.map(\.count).max() ?? 0
        for (option, name) in zip(options, names) {
            text += "  " + name.padded(to: width) + "  " + help(of: option, in: spec) + "\n"
        }
        return text + "\nExample:\n  " + spec.example.replacingNewlines(with: "\n  ") + "\n"
    }

    /// The command with no words.
    static func overview(_ specs: [CommandSpec]) -> String {
        var text = """
            Controls and watches services that s6 supervises, natively.

            Usage: hermesctl COMMAND [OPTION...] [NAME...]

            Commands:

            """
        let width = specs.map(\.name.count).max() ?? 0
        for spec in specs { text += "  " + spec.name.padded(to: width) + "  " + spec.summary + "\n" }
        return text + """

            A NAME is looked for in the scandir, then in /run/s6-rc/servicedirs, then in /run/service; one with a
            slash in it is a servicedir. The scandir is that of --scandir, $HERMES_SCANDIR,
            $S6_PROFILE_GATEWAY_SCANDIR, the one of $HERMES_GATEWAY_TREE, /run/hermes/service if there is one, or /run/service.

            Exit codes: 0; 1 the wanted state cannot come; 70 something there is not as s6 makes it; 75 a FIFO is
            full; 99 timed out; 100 wrong usage; 102 not supervised; 104 no such name; 111 refused by the system.
            Of several names all are tried.

            Example:
              hermesctl restart web --timeout 10 && hermesctl status web
            See also: hermesctl COMMAND --help, hermesctl --version

            """
    }

    private static func help(of option: OptionSpec, in spec: CommandSpec) -> String {
        guard option == .timeout else { return option.help }
        return option.help + (spec.defaultTimeout.map { " (default \($0.components.seconds))" } ?? " (default 0)")
    }
}

extension String {
    /// Spaces behind it, up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }

    fileprivate func replacingNewlines(with text: String) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: text)
    }
}
