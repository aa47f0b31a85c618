/// A service that is asked for something, as far as it has come.
///
/// A class, so that each is changed in place.
final class PursuedService {
    let service: ServiceDirectory
    var pursuit: Pursuit
    /// Its number in the watch, once it is there.
    var number: Int?
    /// `nil` until the supervisor has written one.
    var status: ServiceStatus?
    var heard = Heard()
    var result: Result<ServiceStatus, S6Error>?

    init(_ service: ServiceDirectory, _ verb: Pursuit.Verb) {
        self.service = service
        pursuit = Pursuit(verb)
    }

    var isPending: Bool { result == nil }

    /// Does what is to be done next, and says whether the status has to be watched, and looked at, before more is.
    func advance() throws(S6Error) -> Bool {
        guard let status, isPending else { return false }
        switch pursuit.next(status, heard) {
        case .wait: break
        case .watchStatus: return true
        case .waitAnew: heard = Heard(isDeaf: heard.isDeaf)
        case .send(let command):
            heard = Heard(isDeaf: heard.isDeaf)
            try send(command, status)
        case .sendBoth(let first, let second):
            heard = Heard(isDeaf: heard.isDeaf)
            try service.send(first, second)
        case .done: result = .success(status)
        case .failedPermanently: throw .failedPermanently(service.path)
        case .wantedDown: throw .wantedDown(service.path)
        case .wantedUp: throw .wantedUp(service.path)
        }
        return isPending && pursuit.dependsOnWantUp(status)
    }

    /// Sends a command, without which a restart can do if only `restart` is granted: what is wanted up is started by its
    /// supervisor, after its second.
    private func send(_ command: ControlCommand, _ status: ServiceStatus) throws(S6Error) {
        do throws(S6Error) {
            try service.send(command)
        } catch {
            guard case .refusedByRelay(_, .up, .denied) = error, case .restart = pursuit.verb, status.wantsUp else {
                throw error
            }
        }
    }

    /// Gives up, and pays what is owed.
    func fail(_ error: S6Error) {
        guard isPending else { return }
        if let debt = pursuit.debt { try? service.send(debt) }
        result = .failure(error)
    }

    /// The error of a deadline that has passed.
    var timeout: S6Error {
        .timedOut([S6Error.Unmet(service: service.path, goal: pursuit.goal, last: (try? service.status()) ?? status)])
    }
}
