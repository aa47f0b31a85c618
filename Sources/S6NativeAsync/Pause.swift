internal import S6Native

/// The time between two looks of a task: it is suspended, and the reader's thread rings when there is something to see.
struct Pause: ~Copyable {
    private let core: EventCore
    private let bell = Bell()
    private let number: UInt64
    private let path: S6Path
    /// Made with the first moment there is.
    private var timer: DeadlineTimer?

    /// Throws ``S6Error/cancelled`` if the reader is closed; errors are about `path`.
    init(in reader: EventReader, about path: S6Path) throws(S6Error) {
        guard let number = try reader.core.add(.bell(bell), about: path) else { throw .cancelled }
        core = reader.core
        self.number = number
        self.path = path
    }

    deinit { core.end(number) }

    /// Suspends the task until one of the descriptors is readable, or a moment has come; throws ``S6Error/cancelled``.
    mutating func until(_ descriptors: [CInt], before moment: Deadline) async throws(S6Error) {
        if timer == nil && !moment.isNever { timer = try DeadlineTimer(about: path) }
        try timer?.set(moment, about: path)
        var descriptors = descriptors
        if let timer = timer?.rawValue { descriptors.append(timer) }
        try core.arm(descriptors, number, about: path)
        guard await bell.wait() else { throw .cancelled }
    }
}
