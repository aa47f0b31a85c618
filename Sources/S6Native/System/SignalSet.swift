internal import CS6Shim

/// Some signals: signal n is bit n - 1, as the kernel has it.
package struct SignalSet: OptionSet, Sendable {
    /// The bits.
    package let rawValue: UInt64

    /// Wraps the bits.
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The set of one signal.
    package init(_ signal: Int32) { rawValue = (1...64).contains(signal) ? 1 << UInt64(signal - 1) : 0 }

    static let pipe = SignalSet(13)
}

extension SignalSet {
    /// Blocks these in the thread, and returns those that were blocked before.
    package func block() throws(S6Error) -> SignalSet {
        let old = cs6_block_signals(rawValue)
        try S6Error.check(.sigprocmask, old.result, "/proc/self")
        return SignalSet(rawValue: old.set)
    }

    /// Lets these through again in the thread.
    package func unblock() { _ = cs6_unblock_signals(rawValue) }

    /// Those that are blocked and waiting, for the thread or the process.
    static var pending: SignalSet { SignalSet(rawValue: cs6_pending_signals().set) }

    /// Takes one that is waiting; returns its number, or `nil` if there is none.
    package func consume() -> Int32? {
        let signal = cs6_consume_signal(rawValue)
        return signal > 0 ? signal : nil
    }
}
