import CS6Native
import HermesGateways
import S6Native

extension VerbTerms {
    /// Takes what C says of how long a call may take; NULL is for ever.
    init(_ terms: UnsafePointer<s6n_terms>?) throws(S6Error) {
        guard let terms = unsafe terms else {
            self.init(before: .never)
            return
        }
        guard unsafe isComplete(terms.pointee.size, MemoryLayout<s6n_terms>.size) else {
            throw .tooSmall
        }
        let given = unsafe terms.pointee
        self.init(
            before: given.timeout_ms < 0 ? .never : .after(.milliseconds(given.timeout_ms)),
            killAfter: given.kill_after_ms < 0 ? nil : .milliseconds(given.kill_after_ms),
            cancel: given.cancel_fd < 0 ? nil : given.cancel_fd
        )
    }
}
