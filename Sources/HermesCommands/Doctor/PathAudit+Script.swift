import S6Native

extension PathAudit {
    /// Follows what a script has root use before it gives root's rights up, as far as its text tells: the directories
    /// that s6-log writes in, those that s6-envdir reads, and where programs are looked for.
    ///
    /// The script itself has been found to be root's alone.
    mutating func walk(script path: S6Path) {
        guard let script = ScriptText(at: path, machine)?.asRoot else { return }
        if script.takesContainerPath {
            for place in ScriptPrograms(of: script, machine).places { _ = walk(place, .search) }
        }
        for log in script.arguments(of: "s6-log") { walk(tree: log, .log, depth: 1) }
        for directory in script.arguments(of: "s6-envdir").prefix(1) { walk(tree: directory, .file, depth: 1) }
    }
}
