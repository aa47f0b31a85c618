import S6Native

/// Looks for the programs without which no gateway starts.
enum ProgramCheck: DoctorCheck {
    private struct Need {
        let name: StaticString
        let purpose: String
        let remedy: String
    }

    private static var needs: [Need] {
        let s6 = "install s6, and have its programs on the PATH of the tree's s6-svscan"
        return [
            Need(name: "s6-svscan", purpose: "nothing keeps a tree without it", remedy: s6),
            Need(name: "s6-supervise", purpose: "s6-svscan starts one for each slot", remedy: s6),
            Need(name: "s6-log", purpose: "each slot's log/run becomes it", remedy: s6),
            Need(name: "s6-setuidgid", purpose: "scripts that root runs drop to hermes with it", remedy: s6),
            Need(name: "setpriv", purpose: "each slot's run calls it", remedy: "install util-linux"),
            Need(
                name: "hermes",
                purpose: "each slot's run becomes it",
                remedy: "install Hermes, or add where it is to the PATH of the tree's s6-svscan"
            ),
        ]
    }

    static func findings(in patient: Patient) -> [Finding] {
        guard !patient.tree.isForeign else { return [] }
        var findings: [Finding] = []
        for need in needs where patient.programs.find(need.name) == nil {
            let reason = "it is not on the PATH of the slots' scripts, and \(need.purpose)"
            findings.append(Finding(.program, .problem, S6Path(stringLiteral: need.name), reason, remedy: need.remedy))
        }
        return findings + deathSignal(patient.programs)
    }

    /// Only the program itself can say whether it knows the option: that of busybox does not.
    private static func deathSignal(_ programs: ScriptPrograms) -> [Finding] {
        guard let setpriv = programs.find("setpriv") else { return [] }
        switch programs.exitCode(setpriv, ["--pdeathsig", "TERM", "true"]) {
        case 0?: return []
        case nil:
            let reason =
                "it was not asked whether it knows --pdeathsig: it could not be run, or others than root may change it"
            return [Finding(.program, .note, setpriv, reason, remedy: "try it: \(setpriv) --pdeathsig TERM true")]
        default:
            let reason = "it does not know --pdeathsig, so no gateway starts: each slot's run calls it so"
            let remedy = "install util-linux 2.33 or later: that of busybox will not do"
            return [Finding(.program, .problem, setpriv, reason, remedy: remedy)]
        }
    }
}
