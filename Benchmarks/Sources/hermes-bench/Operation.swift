/// What is measured.
enum Operation: String, CaseIterable {
    /// Its state is asked for.
    case status
    /// It is asked to go down; whether it has is not waited for.
    case ask
    /// It is really down.
    case stop
    /// It is down already, and is stopped as if it were not.
    case again = "stop again"
    /// It is up.
    case start
    /// Another process of it is up.
    case restart
    /// A new one is made, and is up.
    case add
    /// Nothing of it runs, and it is gone.
    case remove

    /// What is done, as our programs of other languages call it.
    var verb: String { self == .again ? Operation.stop.rawValue : rawValue }

    /// What a round is made of: after each, the service is as it was before, so that any may be left out.
    static let units: [[Operation]] = [[.status], [.ask, .start, .stop, .again, .start], [.restart], [.add, .remove]]
}
