import S6Native

/// What the command line asks for.
struct GrantRequest: Equatable {
    enum Subject: Equatable { case services(isACL: Bool), sharedTree(S6Path), home }

    let subject: Subject
    let mode: GrantMode

    static var usage: String {
        """
        usage: perm-grant services [--acl] [--check|--revoke]
               perm-grant shared-tree DIR [--check|--revoke]
               perm-grant home [--check|--revoke]

        """
    }

    /// Reads the words after the program's name; `nil` unless they are one of the forms above.
    init?(_ words: [[UInt8]]) {
        var operands: [[UInt8]] = []
        var options: [String] = []
        for word in words {
            if word.starts(with: "--".utf8) {
                options.append(String(decoding: word, as: UTF8.self))
            } else {
                operands.append(word)
            }
        }
        let known = ["--acl", "--check", "--revoke"]
        guard Set(options).count == options.count, options.allSatisfy({ known.contains($0) }),
            !(options.contains("--check") && options.contains("--revoke")),
            let subject = Self.subject(operands, isACL: options.contains("--acl"))
        else { return nil }
        self.subject = subject
        mode = options.contains("--check") ? .check : options.contains("--revoke") ? .revoke : .lay
    }

    private static func subject(_ operands: [[UInt8]], isACL: Bool) -> Subject? {
        guard let first = operands.first else { return nil }
        switch (String(decoding: first, as: UTF8.self), operands.count, isACL) {
        case ("services", 1, _): return .services(isACL: isACL)
        case ("home", 1, false): return .home
        case ("shared-tree", 2, false):
            guard let path = try? S6Path(bytes: operands[1]), path.isAbsolute else { return nil }
            return .sharedTree(path)
        default: return nil
        }
    }
}
