import S6Native

/// The helper, `perm-helper`, whose set-ID bit gives it the group of the FIFOs.
struct HelperRelay: Sendable {
    /// How it went.
    enum Outcome: Equatable {
        case answered(RelayAnswer)
        /// It could not be executed: nothing was sent.
        case notStarted(Errno)
        /// It was killed, by its own alarm or somebody, or it is no helper.
        case lost
    }

    let program: S6Path

    /// Asks it for one verb; it ends by itself within three seconds.
    func ask(_ service: [UInt8], _ verb: RelayVerb) -> Outcome {
        switch Program(at: program).run([service, Array(verb.word.utf8)]) {
        case .exited(let code): RelayAnswer(code: code).map { .answered($0) } ?? .lost
        case .killed: .lost
        case .notStarted(let errno): .notStarted(errno)
        }
    }
}
