// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

/// What a handle of C's is: a subscription, which is no class of its own.
private final class SubscriptionHandle {
    var subscription: Subscription

    init(_ subscription: consuming Subscription) { self.subscription = subscription }
}

/// `s6n_subscribe`, as `s6native.h` has it.
@c @implementation
public func s6n_subscribe(
    _ servicedir: UnsafePointer<CChar>!,
    _ subscription: UnsafeMutablePointer<OpaquePointer?>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        guard let place = unsafe subscription else { throw .tooSmall }
        let handle = SubscriptionHandle(unsafe try ServiceDirectory(servicedir).subscribe())
        unsafe place.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
        return 0
    }
}

/// `s6n_subscription_fd`, as `s6native.h` has it.
@c @implementation
public func s6n_subscription_fd(_ subscription: OpaquePointer!) -> CInt {
    guard let handle = unsafe handle(subscription) else { return -Errno.invalidArgument.rawValue }
    return handle.subscription.descriptor
}

/// `s6n_next`, as `s6native.h` has it.
@c @implementation
public func s6n_next(
    _ subscription: OpaquePointer!,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answerS6(error) { () throws(S6Error) in
        guard let handle = unsafe handle(subscription) else { throw .tooSmall }
        let terms = unsafe try VerbTerms(terms)
        let event = try handle.subscription.next(before: terms.deadline, cancel: terms.cancel)
        return event.map { CInt($0.rawValue) } ?? 0
    }
}

/// `s6n_subscription_free`, as `s6native.h` has it.
@c @implementation
public func s6n_subscription_free(_ subscription: OpaquePointer!) {
    guard let pointer = unsafe subscription else { return }
    unsafe Unmanaged<SubscriptionHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
}

private func handle(_ pointer: OpaquePointer?) -> SubscriptionHandle? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe Unmanaged<SubscriptionHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
}
