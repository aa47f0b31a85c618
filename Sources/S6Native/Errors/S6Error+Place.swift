extension S6Error {
    /// What it is about, in bytes: a path, or what was to be one; the first of several services.
    package var place: [UInt8]? {
        switch self {
        case .invalidPath(let bytes), .invalidSlotName(let bytes), .invalidArgument(let bytes): bytes
        case .timedOut(let unmet): unmet.first.map { Array($0.service.bytes) }
        case .cancelled: nil
        case .tooManyCommands(let path, _), .noSuchService(let path), .notRunnable(let path), .notServicedir(let path),
            .slotExists(let path), .slotBusy(let path), .locked(let path), .unlimitedWait(let path),
            .notSupervised(let path), .supervisorStarting(let path), .supervisorEnded(let path), .noScanner(let path),
            .scannerRuns(let path, _), .failedPermanently(let path), .wantedDown(let path), .wantedUp(let path),
            .survivors(let path, _), .notTakenUp(let path), .malformed(let path, _), .wrongFileType(let path, _),
            .foreignLink(let path, _), .fifoFull(let path), .mountPoint(let path), .cannotWatch(let path, _, _),
            .descriptorLimit(let path, _, _), .supervisorElsewhere(let path), .notRelayable(let path, _),
            .refusedByRelay(let path, _, _), .system(_, let path, _):
            Array(path.bytes)
        }
    }
}
