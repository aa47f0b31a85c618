internal import CS6Shim
internal import S6Native

/// An epoll instance: what one thread waits for on behalf of many, each descriptor under a number of the caller's.
struct Readiness: ~Copyable, Sendable {
    /// The numbers that are taken at once.
    typealias Numbers = InlineArray<64, UInt64>

    private let epoll: Descriptor

    /// Errors are about `path`.
    init(about path: S6Path) throws(S6Error) {
        epoll = Descriptor(taking: try S6Error.check(.epollCreate, cs6_readiness_open(), path))
    }

    /// Tells of a descriptor as long as it is readable.
    func add(_ descriptor: CInt, _ number: UInt64, about path: S6Path) throws(S6Error) {
        try S6Error.check(.epollCtl, cs6_readiness_add(epoll.rawValue, descriptor, number), path)
    }

    /// Tells once that a descriptor is readable, be it known already or not.
    func arm(_ descriptor: CInt, _ number: UInt64, about path: S6Path) throws(S6Error) {
        let result = cs6_readiness_again(epoll.rawValue, descriptor, number)
        guard -result == Errno.noEntry.rawValue else {
            try S6Error.check(.epollCtl, result, path)
            return
        }
        try S6Error.check(.epollCtl, cs6_readiness_add_once(epoll.rawValue, descriptor, number), path)
    }

    /// Forgets a descriptor, before it is closed: a child that has just been forked may still hold it open.
    func remove(_ descriptor: CInt) { _ = cs6_readiness_remove(epoll.rawValue, descriptor) }

    /// Blocks until something is readable, and puts the numbers first in `numbers`.
    func wait(_ numbers: inout Numbers, about path: S6Path) throws(S6Error) -> Int {
        var span = numbers.mutableSpan
        return Int(try S6Error.check(.epollWait, cs6_readiness_wait(epoll.rawValue, &span), path))
    }
}
