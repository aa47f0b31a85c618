import S6Native

enum StatusCommand: Command {
    static let spec = CommandSpec(
        words: ["status"],
        summary: "Show what services are doing.",
        operands: "[NAME...]",
        operandCount: CommandSpec.atLeast(0),
        options: [.scandir, .json, .fields],
        discussion: """
            Without a NAME it shows all slots of the scandir. It ends with 102 if one of them has no supervisor: what
            it does then is not known. Where only root may find that out the permission bridge is asked; if it does not
            tell, the supervisor is unknown, and in JSON null. FIELDS are those of s6-svstat, with commas between them:
            up,wantedup,normallyup,ready,paused,pid,pgid,exitcode,signal,signum,updownsince,readysince,updownfor,readyfor
            """,
        example: "hermesctl status web db"
    )

    static func run(_ arguments: Arguments, in session: Session) throws(UsageError) {
        guard !(arguments.json && arguments.fields != nil) else {
            throw UsageError(message: "status: cannot print both JSON and fields", command: spec.name)
        }
        let services = arguments.operands.isEmpty ? everything(arguments, session) : session.services(arguments)
        let reports = services.map { ServiceReport($0, for: arguments.fields) }
        if let fields = arguments.fields {
            for report in reports { print(fields, report, session) }
        } else {
            Report.show(reports, arguments, session)
        }
        for report in reports { if let error = report.error { session.fail(error) } }
    }

    private static func everything(_ arguments: Arguments, _ session: Session) -> [NamedService] {
        do throws(S6Error) {
            return try session.trees(arguments)?.everything() ?? []
        } catch {
            session.fail(error)
            return []
        }
    }

    private static func print(_ fields: [SvstatField], _ report: ServiceReport, _ session: Session) {
        guard let status = report.status else { return }
        let now = TAI64N.now
        let values = fields.map { $0.value(status, isNormallyUp: report.isNormallyUp ?? true, now: now) }
        session.console.write(values.joined(separator: " ") + "\n")
    }
}

/// How services are shown, by every command that shows them.
enum Report {
    static func show(_ reports: [ServiceReport], _ arguments: Arguments, _ session: Session) {
        if arguments.json { return session.console.write(ServiceReport.document(reports).text + "\n") }
        guard !reports.isEmpty else { return }
        let now = TAI64N.now
        let rows = reports.map { $0.cells(now: now) }
        session.console.write(Table.text(header: ServiceReport.header, rows, for: session.console.look))
    }
}
