/// What is done to many services at once.
enum ManyOperation: String, CaseIterable {
    case status = "status of all"
    case wait = "wait for all"
    case stop = "stop all"
    case start = "start all"

    /// What is done, as our programs of other languages call it.
    var verb: String {
        switch self {
        case .status: "status"
        case .wait: "wait"
        case .stop: "stop"
        case .start: "start"
        }
    }

    /// Whether the services are in another state after it: their supervisors stamp when they came to it.
    var changesServices: Bool { self == .stop || self == .start }

    /// What a round is made of: after each, the services are up, as they were before.
    static let units: [[ManyOperation]] = [[.status], [.wait], [.stop, .start]]
}
