import CS6Native
import HermesGateways
import S6Native

/// Does what a call is about, and turns what it throws into what C gets: a negated errno, and the details.
func answer(
    _ details: UnsafeMutablePointer<s6n_error>?,
    _ body: () throws(GatewayError) -> CInt
) -> CInt {
    do throws(GatewayError) {
        let result = try body()
        if let details = unsafe complete(details) { unsafe details.pointee.code = 0 }
        return result
    } catch {
        return unsafe error.tell(details)
    }
}

/// The same, for what knows nothing of gateways.
func answerS6(_ details: UnsafeMutablePointer<s6n_error>?, _ body: () throws(S6Error) -> CInt) -> CInt {
    do throws(S6Error) {
        let result = try body()
        if let details = unsafe complete(details) { unsafe details.pointee.code = 0 }
        return result
    } catch {
        return unsafe GatewayError.s6(error).tell(details)
    }
}

/// Whether a struct of the caller's has all that this version knows of it.
func isComplete(_ size: UInt32, _ type: Int) -> Bool { Int(size) >= type }

/// The details, if the caller has room for all of them.
private func complete(_ details: UnsafeMutablePointer<s6n_error>?) -> UnsafeMutablePointer<s6n_error>? {
    guard let details = unsafe details, unsafe isComplete(details.pointee.size, MemoryLayout<s6n_error>.size) else {
        return nil
    }
    return unsafe details
}

extension GatewayError {
    /// Fills in the details, and returns the negated errno.
    func tell(_ details: UnsafeMutablePointer<s6n_error>?) -> CInt {
        let failure = failure
        guard let details = unsafe complete(details) else { return -failure.errno }
        unsafe details.pointee.code = failure.errno
        unsafe details.pointee.kind = CInt(failure.kind)
        unsafe (path ?? []).copy(to: s6n_path_field(details), size: 4096)
        unsafe text.bytes.copy(to: s6n_message_field(details), size: 4096)
        unsafe (remedyText?.bytes ?? []).copy(to: s6n_remedy_field(details), size: 512)
        return -failure.errno
    }
}
