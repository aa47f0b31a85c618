import S6Native

/// The files of a slot, but for what s6 makes: put together, or compared with what there is.
struct GatewaySlotFiles {
    /// A file of the slot.
    struct File {
        let name: EntryName
        /// Whether it is in `log/`.
        let isLogger: Bool
        let contents: [UInt8]
        let mode: UInt32
    }

    let files: [File]

    /// Where a slot keeps the variables that it was registered with, so that it is made anew with them.
    static var variables: EntryName { "environment" }

    init(_ scripts: GatewayScripts, variables: [GatewayVariable]) {
        var files = [
            File(name: "type", isLogger: false, contents: Text.bytes("longrun\n"), mode: 0o644),
            File(name: "finish", isLogger: false, contents: scripts.finish, mode: 0o755),
            File(name: "run", isLogger: true, contents: scripts.logger, mode: 0o755),
            File(name: "run", isLogger: false, contents: scripts.run, mode: 0o755),
        ]
        if !variables.isEmpty {
            let lines = variables.flatMap { $0.name + [UInt8(ascii: "=")] + $0.value + [UInt8(ascii: "\n")] }
            files.append(File(name: Self.variables, isLogger: false, contents: lines, mode: 0o600))
        }
        self.files = files
    }

    /// The variables that a slot was registered with.
    static func variables(in slot: borrowing Directory) throws(S6Error) -> [GatewayVariable] {
        do throws(S6Error) {
            let text = try slot.plainFile(variables).contents(limit: 1 << 20)
            return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
                try? GatewayVariable(assignment: Array(line))
            }
        } catch .system(_, _, .noEntry) {
            return []
        }
    }

    /// Puts the slot together.
    func build(_ slot: borrowing StagedSlot, isDown: Bool, skeletonOf account: Account?) throws(S6Error) {
        try slot.addDirectory("log")
        for file in files {
            let path: S6Path = file.isLogger ? "log" : "."
            try slot.addFile(path.appending(file.name.bytes), file.contents, mode: file.mode)
        }
        if isDown { try slot.addFile("down", []) }
        if let account { try slot.addSkeleton(user: account.user, group: account.group) }
    }

    /// Renames new files over those that differ, one by one, in a slot that may be supervised.
    ///
    /// Nothing restarts. Returns whether there was anything to do.
    func update(_ slot: borrowing Directory) throws(S6Error) -> Bool {
        var isChanged = false
        let main = try slot.listingOfSelf(), logger = try slot.listing("log")
        for file in files {
            if file.isLogger {
                if try file.update(in: logger) { isChanged = true }
            } else if try file.update(in: main) {
                isChanged = true
            }
        }
        return isChanged
    }
}

extension GatewaySlotFiles.File {
    private static var temporary: [UInt8] { Text.bytes(".gateway-new-") }

    fileprivate func update(in directory: borrowing Directory) throws(S6Error) -> Bool {
        guard try !isThere(in: directory) else { return false }
        try directory.sweep(temporary: Self.temporary)
        try directory.replaceFile(name, with: contents.span, temporary: Self.temporary, mode: .exactly(mode))
        return true
    }

    private func isThere(in directory: borrowing Directory) throws(S6Error) -> Bool {
        do throws(S6Error) {
            let file = try directory.plainFile(name)
            guard try file.attributes().permissions == mode else { return false }
            return try file.contents(limit: contents.count + 1) == contents
        } catch .system(.open, _, .noEntry), .wrongFileType {
            return false
        }
    }
}
