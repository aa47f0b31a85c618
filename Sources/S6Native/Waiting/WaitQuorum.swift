/// How many of several services have to reach a state.
///
/// The letters are those of `s6-svwait`'s options.
public enum WaitQuorum: Equatable, Sendable {
    /// `a`: all of them, at the same moment. (Restarted: each has been down, and all are up.)
    case all
    /// `o`: any one of them.
    case any
}
