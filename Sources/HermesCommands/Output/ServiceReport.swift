import S6Native

/// All that can be found out about one service.
///
/// What cannot be is `nil`, and `error` says why.
struct ServiceReport {
    let service: NamedService
    var supervision = Supervision.unknown
    /// `nil` where no supervisor keeps it true.
    var status: ServiceStatus?
    var isNormallyUp: Bool?
    var deaths: Int?
    /// The first thing that went wrong.
    var error: S6Error?

    /// Finds out all, or what some fields tell.
    init(_ service: NamedService, for fields: [SvstatField]? = nil) {
        self.service = service
        let directory = service.directory
        supervision = attempt { () throws(S6Error) in try directory.supervised() } ?? .unknown
        if fields?.contains(.normallyup) ?? true {
            isNormallyUp = attempt { () throws(S6Error) in try directory.isNormallyUp() }
        }
        guard supervision != .unsupervised else {
            if error == nil { error = .notSupervised(directory.path) }
            return
        }
        status = attempt { () throws(S6Error) in try directory.status() }
        if fields == nil { deaths = attempt { () throws(S6Error) in try Self.deaths(directory) } ?? nil }
    }

    /// `nil` where there is no tally: it is made a moment after the lock.
    private static func deaths(_ directory: ServiceDirectory) throws(S6Error) -> Int? {
        do throws(S6Error) { return try directory.deathTally().deaths.count } catch .notSupervised { return nil }
    }

    /// Nothing has run yet.
    ///
    /// Before s6 2.13.2 the status looks then as if the service had exited 0, but nothing has died, and it has
    /// been down as long as it has been really down.
    var hasNotRun: Bool {
        guard let status else { return false }
        if status.isNotStartedYet { return true }
        return status.isFinished && status.exitCode == 0 && status.changedAt == status.readyStamp && deaths == 0
    }

    private mutating func attempt<Value>(_ body: () throws(S6Error) -> Value) -> Value? {
        do throws(S6Error) {
            return try body()
        } catch {
            if self.error == nil { self.error = error }
            return nil
        }
    }
}

extension ServiceReport {
    var json: JSON { .object(members) }

    /// What is known, in the order in which it is printed.
    var members: [(String, JSON)] {
        let name = service.name
        var members: [(String, JSON)] = [("name", .optional(String(validating: name, as: UTF8.self)))]
        if String(validating: name, as: UTF8.self) == nil {
            members.append(("name_hex", .string(name.map { JSON.hexadecimal($0) }.joined())))
        }
        members += [
            ("path", .string(Self.exact(service.directory.path))),
            ("tree", .optional(service.tree.map { Self.exact($0) })),
            ("supervised", .optional(supervision.isSupervised)),
            ("up", .optional(status?.isUp)),
            ("ready", .optional(status?.isReady)),
            ("paused", .optional(status?.isPaused)),
            ("finishing", .optional(status?.isFinishing)),
            ("wanted_up", .optional(status?.wantsUp)),
            ("normally_up", .optional(isNormallyUp)),
            ("pid", .optional(status.flatMap { $0.isUp ? $0.pid : nil })),
            ("pgid", .optional(status?.processGroup)),
            ("exit_code", .optional(hasNotRun ? nil : status?.exitCode)),
            ("signal", .optional(status?.signal.map { SignalName.name(of: Int32($0)) })),
            ("changed_at", .optional(status?.changedAt.rfc3339)),
            ("ready_at", .optional(status?.readySince?.rfc3339)),
            ("deaths", .optional(deaths)),
        ]
        return members
    }

    /// A path as it is, but for what is not UTF-8.
    static func exact(_ path: S6Path) -> String { String(decoding: path.bytes, as: UTF8.self) }

    /// The document of some services.
    static func document(_ reports: [ServiceReport]) -> JSON {
        .object([("schema", .number(1)), ("services", .array(reports.map(\.json)))])
    }
}

extension ServiceReport {
    /// A line of a table: name, state, since when, what is wanted, deaths, tree.
    func cells(now: TAI64N) -> [Cell] {
        [
            Cell(service.displayName, .emphasized),
            state,
            Cell(status.map { Self.age($0.changedAt, now) } ?? "-"),
            want,
            Cell(deaths.map { "\($0)" } ?? "-", (deaths ?? 0) > 0 ? .warning : .plain),
            Cell(service.tree?.description ?? service.directory.path.description, .faint),
        ]
    }

    static let header = ["NAME", "STATE", "SINCE", "WANTED", "DEATHS", "TREE"]

    /// The state, and where it is so that nobody knows whether a supervisor still keeps it true.
    var state: Cell {
        guard let status else {
            return supervision == .unsupervised ? Cell("not supervised", .bad) : Cell("unknown", .warning)
        }
        let told = state(status)
        return supervision == .unknown ? Cell(told.text + ", supervisor unknown", .warning) : told
    }

    private func state(_ status: ServiceStatus) -> Cell {
        if status.isUp {
            let extra = (status.isReady ? ", ready" : "") + (status.isPaused ? ", paused" : "")
            return Cell("up (pid \(status.pid ?? 0))" + extra, status.isPaused ? .warning : .good)
        }
        if status.isFinishing { return Cell("finishing (pid \(status.pid ?? 0))", .warning) }
        if hasNotRun { return Cell("down (not started yet)", .faint) }
        let end = status.signal.map { SignalName.name(of: Int32($0)) } ?? "exit code \(status.exitCode ?? 0)"
        return Cell("down (\(end))", status.wantsUp ? .bad : .faint)
    }

    /// Want-up, where it is not as the service is, stands out.
    var want: Cell {
        guard let status else { return Cell("-") }
        return Cell(status.wantsUp ? "up" : "down", status.wantsUp == status.isUp ? .plain : .warning)
    }

    static func age(_ moment: TAI64N, _ now: TAI64N) -> String {
        let seconds = moment.wholeSeconds(until: now)
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m\(seconds % 60)s"
        case ..<86_400: "\(seconds / 3600)h\(seconds / 60 % 60)m"
        default: "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
        }
    }
}
