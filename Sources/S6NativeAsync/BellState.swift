/// Whether a bell was rung, and who waits for it.
///
/// A pure value: what it returns is whom to tell what.
enum BellState<Waiter> {
    case silent, rung, awaited(Waiter), cancelled

    /// Whether it was rung (`true`) or cancelled; `nil` if neither yet: then the waiter is kept.
    mutating func wait(_ waiter: Waiter) -> Bool? {
        switch self {
        case .rung:
            self = .silent
            return true
        case .cancelled:
            return false
        case .silent, .awaited:
            self = .awaited(waiter)
            return nil
        }
    }

    /// Rings it; returns who is to be told.
    mutating func ring() -> Waiter? {
        switch self {
        case .awaited(let waiter):
            self = .silent
            return waiter
        case .silent, .rung:
            self = .rung
            return nil
        case .cancelled:
            return nil
        }
    }

    /// Cancels it for good; returns who is to be told.
    mutating func cancel() -> Waiter? {
        defer { self = .cancelled }
        guard case .awaited(let waiter) = self else { return nil }
        return waiter
    }
}
