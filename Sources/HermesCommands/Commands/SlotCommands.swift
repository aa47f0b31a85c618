import S6Native

enum PublishCommand: Command {
    static let spec = CommandSpec(
        words: ["publish"],
        summary: "Add slots to the scandir, and wait until they are supervised.",
        operands: "DIR...",
        operandCount: CommandSpec.atLeast(1),
        options: [.scandir, .timeout, .name, .json],
        discussion: """
            Each DIR is a servicedir that is copied, and published under its own name or the one of --as; the scanner
            sees all of it or nothing. When the time is over, nothing is left of it.
            """,
        example: "hermesctl publish /etc/services/web --as web-2"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        guard arguments.name == nil || arguments.operands.count == 1 else {
            throw UsageError(message: "publish: cannot call several slots by one name", command: spec.name)
        }
        guard let scandir = session.trees(arguments)?.scandir else { return }
        DescriptorLimit.raise(to: 1024)
        var published: [NamedService] = []
        session.whileCancellable { cancel in
            for word in arguments.operands {
                do throws(S6Error) {
                    let source = try S6Path(bytes: word)
                    let name = if let name = arguments.name { name } else { try SlotName(bytes: source.lastComponent) }
                    try scandir.publish(copyOf: source, as: name, before: arguments.deadline(spec), cancel: cancel)
                    published.append(NamedService(name, in: scandir))
                } catch .cancelled {
                    return  // what is left is not to be begun
                } catch {
                    session.fail(error)
                }
            }
        }
        Report.show(published.map { ServiceReport($0) }, arguments, session)
    }
}

enum RetireCommand: Command {
    static let spec = CommandSpec(
        words: ["retire"],
        summary: "Remove slots, and wait until nothing of them runs.",
        operands: "NAME...",
        operandCount: CommandSpec.atLeast(1),
        options: [.scandir, .timeout, .noWait, .killAfter],
        discussion: """
            The slot is hidden and its supervisors are ended, with what they have started; then it is deleted. When
            the time is over it ends with 99 and names what still runs; the slot stays hidden, and another retire
            finishes the work. A NAME is looked for in the scandir and nowhere else.
            """,
        example: "hermesctl retire web --kill-after 10"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard let trees = session.trees(arguments) else { return }
        DescriptorLimit.raise(to: 1024)  // a pidfd for each of what is left of a slot, a batch at a time
        session.whileCancellable { cancel in
            for word in arguments.operands {
                do throws(S6Error) {
                    let (scandir, name) = try trees.slot(word)
                    guard arguments.waits else {
                        try scandir.beginRetirement(of: name)
                        continue
                    }
                    let deadline = arguments.deadline(spec)
                    try scandir.retire(name, before: deadline, killAfter: arguments.killAfter, cancel: cancel)
                } catch .cancelled {
                    return  // what is left is not to be begun
                } catch {
                    session.fail(error)
                }
            }
        }
    }
}

enum RescanCommand: Command {
    static let spec = CommandSpec(
        words: ["rescan"],
        summary: "Have s6-svscan scan the scandir now.",
        operands: "",
        operandCount: 0...0,
        options: [.scandir],
        discussion: """
            Servicedirs that are new get supervisors. It does not wait for them.
            """,
        example: "hermesctl rescan"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        do throws(S6Error) { try session.trees(arguments)?.scandir.rescan() } catch { session.fail(error) }
    }
}
