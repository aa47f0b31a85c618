import HermesGateways
import S6Native

enum HealthCommand: Command {
    static let spec = CommandSpec(
        words: ["health"],
        summary: "Say whether every gateway that is to run is up: for probes.",
        operands: "",
        operandCount: 0...0,
        options: [.waits, .timeout, .json, .scandir, .home, .policy],
        discussion: """
            The tree has to have its s6-svscan. A gateway is to run if it is desired running, slot or none, or wanted up
            where nothing is desired; one that has a notification-fd has to be ready. One that was capped is ill, whatever
            is desired, and so is what runs on after its retirement was killed. It ends with 0, or with 1 and a line for
            each. With --wait it waits until all are well, and for the tree if there is none yet, or ends with 99.
            """,
        example: "hermesctl health --wait --timeout 60"
    )

    static func run(_ arguments: Arguments, in session: Session) {
        guard let context = GatewayContext.open(arguments, session), let manager = context.s6(session) else { return }
        let waits = arguments.flags.contains(.waits), deadline = arguments.deadline(spec)
        let result = session.whileCancellable { cancel -> Result<[Illness], GatewayError> in
            do throws(GatewayError) {
                return .success(try illnesses(manager, before: waits ? deadline : .now, cancel))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let error): session.fail(error)
        case .success(let illnesses): report(illnesses, waits ? .timedOut : .failure, arguments, session)
        }
    }

    /// A gateway that is not as it should be, or the tree.
    struct Illness {
        /// `nil` for the tree.
        let profile: ProfileName?
        let reason: String
    }

    private static func report(
        _ illnesses: [Illness],
        _ code: ExitCode,
        _ arguments: Arguments,
        _ session: Session
    ) {
        if arguments.json {
            let ill = illnesses.map {
                JSON.object([("profile", .optional($0.profile.map { "\($0)" })), ("reason", .string($0.reason))])
            }
            let document = JSON.object([
                ("schema", .number(1)), ("healthy", .bool(illnesses.isEmpty)), ("unhealthy", .array(ill)),
            ])
            session.console.write(document.text + "\n")
        } else {
            for illness in illnesses {
                let who = illness.profile.map { "gateway-\($0): " } ?? ""
                session.console.write("\(who)\(illness.reason)\n")
            }
        }
        if !illnesses.isEmpty { session.note(code) }
    }

    /// What is wrong when nothing is, or at the deadline.
    private static func illnesses(
        _ manager: S6ServiceManager,
        before deadline: Deadline,
        _ cancel: CInt?
    ) throws(GatewayError) -> [Illness] {
        while true {
            do throws(S6Error) {
                let watch = try GatewayWatch(manager)
                let found = try ill(manager)
                if found.isEmpty || deadline.hasPassed { return found }
                _ = try watch.wait(before: deadline, cancel: cancel)
            } catch .system(.inotifyAddWatch, let path, .noEntry) {
                guard !deadline.hasPassed else { throw .noTree(path, profile: nil) }
                try awaitDirectory(path, before: deadline, cancel)
            } catch {
                throw .s6(error)
            }
        }
    }

    /// Blocks until something changes on the way to a directory that is not there, or the deadline has passed.
    private static func awaitDirectory(
        _ path: S6Path,
        before deadline: Deadline,
        _ cancel: CInt?
    ) throws(GatewayError) {
        do throws(S6Error) {
            var watch = try DirectoryWatch(about: path)
            var missing = path
            while true {
                do throws(S6Error) {
                    try watch.add(missing.parent, for: .entries, following: true)
                    break
                } catch .system(.inotifyAddWatch, _, .noEntry) {
                    missing = missing.parent
                }
            }
            // It may have come before its directory was watched.
            if (try? Directory.handle(missing)) == nil { _ = try watch.wait(before: deadline, cancel: cancel) }
        } catch {
            throw .s6(error)
        }
    }

    /// What is wrong now, slot or none.
    private static func ill(_ manager: S6ServiceManager) throws(S6Error) -> [Illness] {
        let settings = manager.settings
        var found: [Illness] = []
        // Nothing is started, and nothing started again, without it. Where it cannot be asked, its supervisors tell.
        if try settings.scandir.isScanned() == .some(false) {
            found.append(Illness(profile: nil, reason: "\(settings.scandir.path): no s6-svscan runs on it"))
        }
        let slots = try settings.scandir.list().compactMap { ProfileName(ofSlot: $0) }
        for profile in slots {
            if let reason = reason(profile, manager) { found.append(Illness(profile: profile, reason: reason)) }
        }
        // A dashboard's container has no gateways: another one has those of the volume.
        let isDashboard = ContainerCommand.find()?.isDashboard ?? false
        for profile in profiles(of: settings.hermes) where !slots.contains(profile) && !isDashboard {
            let state = try? GatewayStateFile(of: profile, in: settings.hermes).read()
            guard state?.desiredState == .running, !settings.isServedByRoot(profile) else { continue }
            found.append(Illness(profile: profile, reason: "it is to run, and has no slot: see hermesctl reconcile"))
        }
        try settings.scandir.open().listingOfSelf().forEachEntry { (entry) throws(S6Error) in
            guard let hidden = HiddenSlot(entry.name), hidden.runs(in: settings.scandir),
                let profile = ProfileName(ofSlot: hidden.name)
            else { return true }
            let reason = "it runs on after a retirement that was killed: hermesctl gateway retire -p \(profile)"
            found.append(Illness(profile: profile, reason: reason))
            return true
        }
        return found
    }

    private static func profiles(of hermes: HermesHome) -> [ProfileName] {
        let found = (try? hermes.find()) ?? []
        return [.standard] + found.compactMap { if case .profile(let profile) = $0 { profile } else { nil } }
    }

    /// What is wrong with a gateway; `nil` if nothing is.
    private static func reason(_ profile: ProfileName, _ manager: S6ServiceManager) -> String? {
        let report = GatewayReport(profile, manager)
        guard !manager.settings.isServedByRoot(profile) else { return nil }
        if let capped = report.capped, report.service.status?.isUp != true { return "capped: \(capped)" }
        guard let status = report.service.status else {
            return report.state?.desiredState == .stopped ? nil : "not supervised"
        }
        let isToRun = report.state?.desiredState.map { $0 == .running } ?? status.wantsUp
        guard isToRun else { return nil }
        if !status.isUp { return "it is to run, and is down" }
        let isDeclaring = (try? manager.service(profile).notificationFD()) ?? nil
        return isDeclaring != nil && !status.isReady ? "it is up, and not ready" : nil
    }
}
