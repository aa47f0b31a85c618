internal import CS6Shim
import S6Native

/// The signals that a process passes on to the one that it was started for.
///
/// They are held back, and make ``descriptor`` readable. What a terminal asks for, all in its foreground have been sent
/// already, and is not passed on.
final class ForwardedSignals {
    let descriptor: CInt
    private let held: SignalSet

    /// One that came.
    struct Arrival: Equatable {
        let number: Int32
        let isFromTerminal: Bool

        /// Whether it asks for the end of all.
        ///
        /// What others mean is the command's to know, whose end is the tree's too.
        var asksToEnd: Bool { number == 15 }
    }

    init?() {
        var held: SignalSet = []
        // HUP, INT, QUIT, USR1, USR2, TERM, WINCH
        for signal in [1, 2, 3, 10, 12, 15, 28] as [Int32] {
            _ = cs6_default_signal(signal)  // what is ignored is not even held back
            held.insert(SignalSet(signal))
        }
        guard (try? held.block()) != nil else { return nil }
        self.held = held
        descriptor = cs6_open_signals(held.rawValue)
        guard descriptor >= 0 else { return nil }
    }

    deinit { _ = cs6_close(descriptor) }

    /// Takes one that came; `nil` if there is none.
    func take() -> Arrival? {
        let arrival = cs6_take_signal(held.rawValue)
        guard arrival.number > 0 else { return nil }
        return Arrival(number: arrival.number, isFromTerminal: arrival.is_by_kernel == 1)
    }
}
