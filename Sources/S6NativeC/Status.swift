import CS6Native
import S6Native

extension s6n_time {
    init(_ stamp: TAI64N) {
        self.init(seconds: stamp.unixSeconds, nanoseconds: stamp.nanoseconds, reserved: 0)
    }
}

extension s6n_status {
    init(_ status: ServiceStatus) {
        var flags = 0
        if status.isUp { flags |= S6N_UP }
        if status.isReady { flags |= S6N_READY }
        if status.isPaused { flags |= S6N_PAUSED }
        if status.isFinishing { flags |= S6N_FINISHING }
        if status.isFinished { flags |= S6N_FINISHED }
        if status.wantsUp { flags |= S6N_WANTED_UP }
        if status.isNotStartedYet { flags |= S6N_NOT_STARTED }
        self.init()
        size = UInt32(MemoryLayout<s6n_status>.size)
        self.flags = UInt32(flags)
        pid = status.pid ?? 0
        pgid = status.processGroup ?? 0
        exit_code = status.exitCode.map { CInt($0) } ?? -1
        signal = CInt(status.signal ?? 0)
        changed = s6n_time(status.changedAt)
        if let since = status.readySince { ready = s6n_time(since) }
    }
}

/// Where C wants a status, if it does: looked at before anything is done.
@safe struct StatusPlace {
    private let place: UnsafeMutablePointer<s6n_status>?

    init(_ place: UnsafeMutablePointer<s6n_status>?) throws(S6Error) {
        if let place = unsafe place, unsafe !isComplete(place.pointee.size, MemoryLayout<s6n_status>.size) {
            throw .tooSmall
        }
        unsafe self.place = place
    }

    /// Writes it there; what a later version of the struct has besides stays as it is.
    func take(_ status: ServiceStatus) {
        guard let place = unsafe place else { return }
        let size = unsafe place.pointee.size
        unsafe place.pointee = s6n_status(status)
        unsafe place.pointee.size = size
    }
}

extension S6Error {
    /// A struct of the caller's that does not have what this version's has, or none where one is needed.
    static var tooSmall: S6Error { .invalidArgument(bytes: Text.bytes("size of a struct")) }
}
