import S6Native

/// What perm-grant has found and done, told line by line, and the exit code that comes of it.
final class GrantReport {
    let mode: GrantMode
    private(set) var changes = 0
    private var codes: [GrantCode] = []
    private let say: (String) -> Void
    private let complain: (String) -> Void

    init(_ mode: GrantMode, say: @escaping (String) -> Void, complain: @escaping (String) -> Void) {
        self.mode = mode
        self.say = say
        self.complain = complain
    }

    var isCheck: Bool { mode == .check }

    var code: GrantCode { GrantCode.worst(codes) }

    func tell(_ line: String) { say(line) }

    /// Something is not as it should be: it is about to be changed, or was only looked for.
    ///
    /// It counts whether it is told or not.
    func difference(_ path: S6Path, is found: String, should wanted: String, isTold: Bool = true) {
        changes += 1
        if isCheck { codes.append(.differences) }
        if isTold { say("\(path): is \(found), \(isCheck ? "should be" : "becomes") \(wanted)") }
    }

    func fail(_ error: GrantError) {
        codes.append(error.code)
        complain("perm-grant: \(error.message)" + (error.remedy.map { "\n  \($0)" } ?? ""))
    }

    /// Runs what may fail without keeping the rest.
    func attempt(_ body: () throws(GrantError) -> Void) {
        do throws(GrantError) { try body() } catch { fail(error) }
    }
}
