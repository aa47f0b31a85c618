import S6Native

/// Where Hermes' home cannot be: who gave away what is there would give away the machine.
enum HomePlace {
    /// What is in `/` of any machine, and nobody's home.
    private static let ofMachine = [
        "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "media", "mnt", "opt", "proc", "root",
        "run", "sbin", "srv", "sys", "tmp", "usr", "var",
    ]
    /// Those of them below which there is no home either.
    private static let closed: [S6Path] = [
        "/bin", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/sbin", "/sys", "/usr",
    ]

    /// Judges a path as it is written: each of its components has to lead further down.
    static func judge(_ path: S6Path) throws(GrantError) {
        let isStraight = path.components.allSatisfy { !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
        guard path.isAbsolute, isStraight, !path.components.isEmpty else { throw refusal(path, "is no home") }
    }

    /// Judges where it has led, by what is there, since root's links may have led anywhere.
    static func judge(_ home: borrowing Directory, in parent: borrowing Directory) throws(GrantError) {
        let path = home.path, root = try identity(of: "/")
        let own = try home.grantAttributes().identity
        let name = path.lastComponent
        let isTop = try parent.grantAttributes().identity == root
        guard own != root, !(isTop && ofMachine.contains { $0.utf8.elementsEqual(name) }) else {
            throw refusal(path, "is the machine's own directory")
        }
        var places: [FileAttributes.Identity] = []
        for place in closed {
            if let found = try present({ () throws(S6Error) in try Directory.handle(place).ownAttributes().identity }) {
                places.append(found)
            }
        }
        // From the home up to the root directory: each is root's alone, so that it stays where it is.
        var here = own, ancestor = try wrapping { () throws(S6Error) in try parent.link(".") }
        while true {
            if places.contains(here) { throw refusal(path, "is in one of the machine's own directories") }
            if here == root { return }
            here = try ancestor.grantAttributes().identity
            ancestor = try wrapping { () throws(S6Error) in try ancestor.link("..") }
        }
    }

    private static func identity(of path: S6Path) throws(GrantError) -> FileAttributes.Identity {
        try wrapping { () throws(S6Error) in try Directory.handle(path).ownAttributes().identity }
    }

    private static func refusal(_ path: S6Path, _ reason: String) -> GrantError {
        .configuration(path, reason, remedy: "have HERMES_HOME be the absolute path of Hermes' home")
    }
}
