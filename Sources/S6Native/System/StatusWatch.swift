internal import CS6Shim

/// An inotify instance that watches status files, each known by a number of the caller's.
///
/// `supervise/` itself may not be watched without read permission, but a status file that may be read may be:
/// the rename that puts a new status in place unlinks the watched one, and that is seen. So each watch is good
/// for one change, and is armed anew before the status is read again.
struct StatusWatch: ~Copyable {
    let descriptor: Descriptor
    /// The watch descriptor of each file, by the caller's number; -1 where there is none.
    private var armed: [Int32] = []

    init(about path: S6Path) throws(S6Error) {
        descriptor = Descriptor(taking: try S6Error.check(.inotifyInit, cs6_watch_open(), path))
    }

    /// Watches the file that has `path` now, in place of what was watched for this number.
    mutating func arm(_ number: Int, _ path: S6Path) throws(S6Error) {
        // The old file may live on in some reader's hands, and its watch with it. Removing a watch makes an
        // IN_IGNORED of its own, for a descriptor that is in `armed` no more.
        while armed.count <= number { armed.append(-1) }
        if armed[number] >= 0 { _ = cs6_watch_remove(descriptor.rawValue, armed[number]) }
        armed[number] = -1
        let mask = UInt32(CS6_IN_ATTRIB | CS6_IN_DELETE_SELF | CS6_IN_MOVE_SELF | CS6_IN_DONT_FOLLOW)
        let result = path.withTerminated { cs6_watch_add(descriptor.rawValue, $0, mask) }
        armed[number] = try S6Error.check(.inotifyAddWatch, result, path)
    }

    /// Reads from the queue once, and calls `body` with the number of each file that was replaced, or may have been.
    ///
    /// Once and no more: who floods the queue is not to keep us from the clock. What is left wakes the next wait.
    borrowing func forEachChange(about path: S6Path, _ body: (Int) -> Void) throws(S6Error) {
        var buffer = InlineArray<4096, UInt8>(repeating: 0)
        var span = buffer.mutableSpan
        let count = cs6_read(descriptor.rawValue, &span)
        if -count == Int(Errno.wouldBlock.rawValue) { return }
        try S6Error.check(.read, count, path)
        var offset = 0
        while let record = Record(in: buffer.span.extracting(first: count), at: &offset) {
            for number in armed.indices where record.concerns(armed[number]) { body(number) }
        }
    }
}

extension StatusWatch {
    /// A `struct inotify_event`: descriptor, mask, cookie, length, then a name of that length.
    struct Record {
        private static let size = 16
        private static let lengthOffset = 12

        let watch: Int32

        /// Decodes the record at `offset` and moves on to the next; `nil` at the end, or at what is no record.
        init?(in records: Span<UInt8>, at offset: inout Int) {
            guard offset + Self.size <= records.count else { return nil }
            let nameLength = Int(records.nativeUInt32(at: offset + Self.lengthOffset))
            guard nameLength <= records.count - offset - Self.size else { return nil }
            watch = Int32(bitPattern: records.nativeUInt32(at: offset))
            offset += Self.size + nameLength
        }

        /// -1 says that the queue overflowed, and so concerns all.
        func concerns(_ armed: Int32) -> Bool { armed >= 0 && (watch == armed || watch == -1) }
    }
}

extension Span<UInt8> {
    /// Four bytes in the machine's order, which is little-endian wherever this is built.
    fileprivate func nativeUInt32(at offset: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in (offset..<offset + 4).reversed() { value = value << 8 | UInt32(self[index]) }
        return value
    }
}
