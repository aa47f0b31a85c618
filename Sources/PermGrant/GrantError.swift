import PermPolicy
import S6Native

/// Why something was not granted, with the exit code that says so.
struct GrantError: Error {
    let code: GrantCode
    let message: String
    let remedy: String?

    init(_ code: GrantCode, _ message: String, remedy: String?) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    init(_ error: S6Error) {
        let code: GrantCode =
            switch error {
            case .foreignLink, .wrongFileType: .tampering
            case .invalidPath: .usage
            default: .system
            }
        self.init(code, error.description, remedy: error.remedy)
    }

    init(_ mistake: PolicyMistake, in file: S6Path) {
        self.init(.configuration, mistake.description(of: file), remedy: mistake.remedy)
    }

    /// Something is not as root and s6 leave it, and was not touched; what else there is may have been.
    static func tampering(_ path: S6Path, _ reason: String) -> GrantError {
        GrantError(.tampering, "\(path): \(reason)", remedy: "see who put it there; it was left as it is")
    }

    /// What was set does not read back.
    static func notTaken(_ path: S6Path, _ found: String) -> GrantError {
        GrantError(
            .system,
            "\(path): the file system has not taken the permissions: it is \(found)",
            remedy: "put /run on a tmpfs"
        )
    }

    static func configuration(_ path: S6Path, _ reason: String, remedy: String) -> GrantError {
        GrantError(.configuration, "\(path): \(reason)", remedy: remedy)
    }
}

/// Runs what throws an ``S6Error``.
@discardableResult
func wrapping<Value: ~Copyable>(_ body: () throws(S6Error) -> Value) throws(GrantError) -> Value {
    do throws(S6Error) { return try body() } catch { throw GrantError(error) }
}

/// The same, and `nil` where there is nothing of that name.
func present<Value: ~Copyable>(_ body: () throws(S6Error) -> Value) throws(GrantError) -> Value? {
    do throws(S6Error) {
        return try body()
    } catch .system(_, _, .noEntry) {
        return nil
    } catch {
        throw GrantError(error)
    }
}
