import HermesGateways
import S6Native

/// Something that is not as it should be, where, why, and what helps.
struct Finding: Equatable {
    /// How bad it is: a note does not count against the machine.
    enum Severity: String, CaseIterable {
        case problem, warning, note
    }

    /// Which check has found it, by the word for it in JSON.
    enum Check: String, CaseIterable {
        case tree
        case rootPath = "root-path"
        case helper, broker, account, policy, grant, program, s6, scan, profile, slot, gateway, boot, configuration,
            leftover
    }

    let check: Check
    let severity: Severity
    let path: S6Path
    let reason: String
    let remedy: String

    init(_ check: Check, _ severity: Severity, _ path: S6Path, _ reason: String, remedy: String) {
        self.check = check
        self.severity = severity
        self.path = path
        self.reason = reason
        self.remedy = remedy
    }
}

extension Finding {
    /// What a check was kept from looking at: a note where it is a matter of permission, else a warning.
    ///
    /// It is about `path` where the error does not say.
    init(_ check: Check, unseen path: S6Path, _ error: GatewayError) {
        if case .s6(.system(let call, let place, let errno)) = error,
            errno == .permissionDenied || errno == .notPermitted
        {
            let reason = "cannot \(call): \(errno), so it was not looked at"
            self.init(check, .note, place, reason, remedy: "run hermesctl doctor as who owns it")
        } else {
            let remedy = error.remedy ?? "see what has become of it"
            self.init(check, .warning, path, error.reason(about: path), remedy: remedy)
        }
    }

    /// The same for what s6, or the system, has refused.
    init(_ check: Check, unseen path: S6Path, _ error: S6Error) { self.init(check, unseen: path, .s6(error)) }
}

extension GatewayError {
    /// What happened, without the path that stands before it already.
    func reason(about path: S6Path) -> String {
        let text = "\(self)", prefix = "\(path): "
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }
}

extension Finding {
    var json: JSON {
        .object([
            ("check", .string(check.rawValue)), ("severity", .string(severity.rawValue)),
            ("path", .string(ServiceReport.exact(path))), ("reason", .string(reason)), ("remedy", .string(remedy)),
        ])
    }

    /// Two lines: where, how bad and why; and what helps.
    func text(for look: Look) -> String {
        look.styled("\(path)", .emphasized) + ": " + look.styled(severity.rawValue, severity.style)
            + ": \(reason)\n  \(remedy)\n"
    }
}

extension Finding.Severity {
    fileprivate var style: Cell.Style {
        switch self {
        case .problem: .bad
        case .warning: .warning
        case .note: .faint
        }
    }
}
