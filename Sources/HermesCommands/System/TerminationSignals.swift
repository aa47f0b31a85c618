internal import CS6Shim
import S6Native

/// The signals that ask a command to end, held back so that it can clean up first and then end of them.
///
/// `SIGINT`, `SIGTERM` and `SIGHUP` are blocked, and make ``descriptor`` readable, which ends every wait. Those
/// that whoever started us wants ignored stay ignored.
final class TerminationSignals {
    /// Readable when one has come.
    let descriptor: CInt
    private let held: SignalSet

    init?(evenIfIgnored: Bool = false) {
        var held: SignalSet = []
        for signal in [1, 2, 15] as [Int32] where evenIfIgnored || cs6_signal_is_ignored(signal) == 0 {
            if evenIfIgnored { _ = cs6_default_signal(signal) }  // what is ignored is not even held back
            held.insert(SignalSet(signal))
        }
        guard let before = try? held.block() else { return nil }
        self.held = held.subtracting(before)
        descriptor = cs6_open_signals(held.rawValue)
        guard descriptor >= 0 else { return nil }
    }

    deinit { _ = cs6_close(descriptor) }

    /// Lets them through as before.
    func release() { held.unblock() }

    /// Takes the signal that came, if one has.
    func take() -> Int32? { held.consume() }

    /// Ends the process by the signal that came, if one has, as if it had not been held back: its parent is to
    /// see that.
    func dieOfSignal() {
        guard let signal = held.consume() else { return }
        _ = cs6_default_signal(signal)
        SignalSet(signal).unblock()
        _ = cs6_raise_signal(signal)
    }
}
