/// The names of signals on Linux.
enum SignalName {
    /// `SIGTERM` for 15; `SIG???`, as s6 has it, for one without a name.
    static func name(of number: Int32) -> String {
        let index = Int(number) - 1
        return "SIG" + (names.indices.contains(index) ? names[index] : "???")
    }

    /// The number of `TERM`, `SIGTERM`, `term` or `15`; `nil` for what is no signal.
    static func number(of text: String) -> Int32? {
        if let number = Int32(text) { return (1...64).contains(number) ? number : nil }
        let upper = text.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        return names.firstIndex(of: name).map { Int32($0 + 1) }
    }

    private static let names = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH",
        "POLL",
        "PWR", "SYS",
    ]
}
