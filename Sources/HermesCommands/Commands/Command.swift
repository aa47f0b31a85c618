import HermesGateways
import S6Native

/// A command of hermesctl.
protocol Command {
    static var spec: CommandSpec { get }

    /// Does it. What goes wrong with one name is told to the session, and does not keep the others.
    static func run(_ arguments: Arguments, in session: Session) throws(UsageError)
}

/// One run of hermesctl: what it was given, where its output goes, and how it has gone so far.
final class Session {
    let environment: Environment
    let console: any Console
    private let holdsSignals: Bool
    /// How long whoever controls root's services for us may be waited for.
    let relayPatience = RelayPatience()
    private var codes: [ExitCode] = []

    init(_ environment: Environment, _ console: any Console, holdsSignals: Bool) {
        self.environment = environment
        self.console = console
        self.holdsSignals = holdsSignals
    }

    /// The code to end with.
    var code: Int32 { ownCode ?? ExitCode.worst(codes).rawValue }

    private var ownCode: Int32?

    /// Ends with a code that is not of our making, whatever else there is.
    func end(with code: Int32) { ownCode = code }

    /// Tells of an error, and ends with its code unless there is a worse one.
    func fail(_ error: S6Error) {
        console.complain(error)
        codes.append(ExitCode(error))
    }

    /// The same for a gateway.
    func fail(_ error: GatewayError) {
        console.complain(error)
        codes.append(ExitCode(error))
    }

    /// Ends with a code, of which has been told.
    func note(_ code: ExitCode) { codes.append(code) }

    /// The same for what is no error of the library's.
    func fail(_ code: ExitCode, _ text: String, remedy: String? = nil) {
        console.complain(text + "\n" + (remedy.map { "  \($0)\n" } ?? ""))
        codes.append(code)
    }

    /// Where names are looked for.
    func trees(_ arguments: Arguments) -> Trees? {
        do throws(S6Error) {
            return try Trees(option: arguments.scandir, environment, PermissionBridge(Machine(), relayPatience).relay)
        } catch {
            fail(error)
            return nil
        }
    }

    /// The services that are named; those that are not there are told of.
    func services(_ arguments: Arguments) -> [NamedService] {
        guard let trees = trees(arguments) else { return [] }
        var found: [NamedService] = []
        for word in arguments.operands {
            do throws(S6Error) { found.append(try trees.find(word)) } catch { fail(error) }
        }
        return found
    }

    /// Runs what may wait, with a descriptor that becomes readable when hermesctl is asked to end.
    ///
    /// What was waited for has cleaned up when this returns; the process ends of the signal then.
    func whileCancellable<Value>(_ body: (CInt?) -> Value) -> Value {
        guard holdsSignals, let signals = TerminationSignals() else { return body(nil) }
        relayPatience.cancel(by: signals.descriptor)
        let value = body(signals.descriptor)
        relayPatience.cancel(by: nil)
        signals.dieOfSignal()
        signals.release()
        return value
    }
}
