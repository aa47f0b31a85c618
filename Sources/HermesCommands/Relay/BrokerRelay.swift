import S6Native

/// The broker, `perm-broker`, behind its Unix socket.
struct BrokerRelay: Sendable {
    /// How it went.
    enum Outcome: Equatable {
        case answered(RelayAnswer)
        /// There is none, or it may not be connected to: nothing was sent.
        case absent
        /// It has taken no request: nothing was sent.
        case busy
        /// It has the request, and its answer has not come, or is none.
        case lost
    }

    let socket: S6Path

    /// Asks it for one verb, until the deadline, or until `cancel` becomes readable.
    func ask(
        _ service: [UInt8],
        _ verb: RelayVerb,
        before deadline: Deadline = .after(RelayPatience.longest),
        cancel: CInt? = nil
    ) -> Outcome {
        do throws(S6Error) {
            let stream = try UnixStream(to: socket)
            return converse(stream, Array(service) + Array(" \(verb.word)\n".utf8), deadline, cancel)
        } catch {
            return error.errno == .wouldBlock ? .busy : .absent
        }
    }

    private func converse(
        _ stream: borrowing UnixStream,
        _ request: [UInt8],
        _ deadline: Deadline,
        _ cancel: CInt?
    ) -> Outcome {
        let isSent = stream.send(request)
        // One that is too busy to read may say so all the same.
        guard let line = try? stream.readToEnd(limit: 8, before: deadline, cancel: cancel),
            let answer = RelayAnswer(line: line)
        else {
            return isSent ? .lost : .busy
        }
        return .answered(answer)
    }
}
